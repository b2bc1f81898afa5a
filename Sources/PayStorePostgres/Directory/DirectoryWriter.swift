import PayCore
import PayDomain
import PayLedger

/// Makes the statements of one change of the directory or of a user.
struct DirectoryWriter {
    /// A statement of a change.
    struct Step: Sendable {
        let call: PostgresCall
        /// What it means that no row is changed; `nil` for nothing.
        let conflict: DirectoryConflict?

        init(_ call: PostgresCall, conflict: DirectoryConflict? = nil) {
            self.call = call
            self.conflict = conflict
        }

        /// What it names must exist.
        static func one(_ call: PostgresCall) -> Step { Step(call, conflict: .unknown) }

        /// The user that it names must exist, and have this version if one is given.
        static func one(_ call: PostgresCall, ifVersion version: Int64?) -> Step {
            Step(call, conflict: version == nil ? .unknown : .changed)
        }
    }

    static let countChange = PostgresStatement("count_directory_change", "UPDATE directory_version SET version = version + 1")

    private let sealer: any Sealer

    init(_ sealer: any Sealer) { self.sealer = sealer }

    /// The steps in their order. They break a constraint if what is to be added exists, or refers to what does not.
    func steps(for change: DirectoryChange) throws -> [Step] {
        switch change {
        case .addCompany(let company): [Step(DirectoryStatements.addCompany(.text(company.id.text), .text(company.name)))]
        case .addCoin(let coin):
            [Step(DirectoryStatements.addCoin(.coin(coin.id), .text(coin.code), .integer(coin.scale.digits)))]
        case .addApp(let app): try add(app)
        case .updateApp(let app): try update(app)
        case .addKey(let key): try add(key)
        case .updateKey(let key): update(key)
        case .addUser(let user): [Step(add(user))]
        case .setPassword(let user, let hash, let version):
            [.one(UserChangeStatements.setPassword(.user(user), .text(hash), .version(version)), ifVersion: version)]
                + endAccess(of: user)
        case .setTradePassword(let user, let hash, let frozenUntil, let version):
            [
                .one(
                    UserChangeStatements.setTradePassword(.user(user), .text(hash), .version(version), .time(frozenUntil)),
                    ifVersion: version)
            ]
        case .setPaymentsFrozen(let user, let frozen): [.one(UserChangeStatements.setFrozen(.user(user), .bool(frozen)))]
        case .setUserEnabled(let user, let enabled):
            [.one(UserChangeStatements.setEnabled(.user(user), .bool(enabled)))] + (enabled ? [] : endAccess(of: user))
        case .setGrant(let grant): set(grant)
        case .revokeGrant(let app, let user):
            [.one(GrantStatements.revoke(.app(app), .user(user)))] + LoginStatements.endAll(of: user, at: app).map { Step($0) }
        case .setSpendingCap(let app, let user, let coin, let cap):
            set(cap, of: [.user(user), .app(app), .coin(coin)])
        case .setPrice(let price):
            [Step(DirectoryStatements.setPrice(.text(price.symbol), .text(price.closePrice), .time(price.time)))]
        }
    }

    /// Nobody goes on as a user whose password was changed, or who was disabled.
    private func endAccess(of user: UserID) -> [Step] {
        [Step(SessionStatements.deleteAll(.user(user)))] + LoginStatements.endAll(of: user).map { Step($0) }
    }

    private func add(_ user: User) -> PostgresCall {
        UserChangeStatements.add(
            .user(user.id), .text(user.name), .text(user.passwordHash), .text(user.tradePasswordHash), .bool(user.paymentsFrozen))
    }

    /// The row stays once there is one and goes on counting, so that no order is summed up twice.
    private func set(_ cap: Amount?, of key: [PostgresValue]) -> [Step] {
        let change = PostgresCall(statement: SpendingStatements.set, values: key + [.amount(cap)])
        guard cap != nil else { return [Step(change)] }
        return [Step(PostgresCall(statement: SpendingStatements.begin, values: key)), .one(change)]
    }

    private func set(_ grant: Grant) -> [Step] {
        [
            Step(GrantStatements.addUnionID(.app(grant.app), .user(grant.user), .text(grant.unionID.text))),
            Step(GrantStatements.set(.app(grant.app), .user(grant.user), .text(grant.openID.text), .scopes(grant.scopes))),
        ]
    }

    private func add(_ app: App) throws -> [Step] {
        let call = PostgresCall(
            statement: AppStatements.add,
            values: [.app(app.id)] + (try terms(of: app)) + [.text(app.company.text), .text(app.name), .user(app.manager)])
        return [Step(call)] + lists(of: app)
    }

    /// Company, name and manager of an app never change.
    private func update(_ app: App) throws -> [Step] {
        let call = PostgresCall(statement: AppStatements.update, values: [.app(app.id)] + (try terms(of: app)))
        // Nobody stays signed in at an app that was disabled, also when it is enabled again.
        let ends = app.isEnabled ? [] : LoginStatements.endAll(at: app.id)
        return [.one(call)] + (ends + AppStatements.deleteLists.map { $0(.app(app.id)) }).map { Step($0) } + lists(of: app)
    }

    private func terms(of app: App) throws -> [PostgresValue] {
        [
            .bool(app.isEnabled), .scopes(app.scopes), .integer(app.cutRate.millionths), .text(app.envelopeMember.rawValue),
            .text(app.callbackURL), .bool(app.redirectOrigins.allowsLoopback),
            .bytes(try sealer.seal(Array(app.checkKey.utf8), for: SecretContext.checkKey(of: app.id))),
            .bytes(try sealer.seal(app.strongSecret, for: SecretContext.strongSecret(of: app.id))),
        ] + (try replacedKeys(of: app))
    }

    private func replacedKeys(of app: App) throws -> [PostgresValue] {
        guard let keys = app.replacedKeys else { return [.null, .null, .null] }
        return [
            .bytes(try sealer.seal(Array(keys.checkKey.utf8), for: SecretContext.replacedCheckKey(of: app.id))),
            .bytes(try sealer.seal(keys.strongSecret, for: SecretContext.replacedStrongSecret(of: app.id))), .time(keys.end),
        ]
    }

    private func lists(of app: App) -> [Step] {
        let coins = Array(app.coins)
        return [
            Step(
                AppStatements.addCoins(
                    .app(app.id), .coins(coins.map(\.key)), .numerics(coins.map(\.value.dailyLimit?.units)),
                    .numerics(coins.map(\.value.reviewAbove?.units)))),
            Step(AppStatements.addOrigins(.app(app.id), .texts(app.redirectOrigins.origins))),
            Step(AppStatements.addLoginURLs(.app(app.id), .texts(app.loginURLs))),
        ]
    }

    private func add(_ key: AccessKey) throws -> [Step] {
        let secret = try sealer.seal(key.secret, for: SecretContext.secret(ofKey: key.id))
        return [
            Step(KeyStatements.add(.text(key.id), .app(key.app), .bytes(secret), .bool(key.isEnabled), .time(key.createTime))),
            Step(KeyStatements.addAddresses(.text(key.id), .texts(key.boundAddresses))),
        ]
    }

    /// A key's app and secret never change.
    private func update(_ key: AccessKey) -> [Step] {
        [
            .one(KeyStatements.setEnabled(.text(key.id), .bool(key.isEnabled))), Step(KeyStatements.deleteAddresses(.text(key.id))),
            Step(KeyStatements.addAddresses(.text(key.id), .texts(key.boundAddresses))),
        ]
    }
}

extension PostgresValue {
    fileprivate static func version(_ version: Int64?) -> PostgresValue { version.map { .int64($0) } ?? .null }
}
