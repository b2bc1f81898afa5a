import Hummingbird
import PayCore
import PayDomain
import PayLedger
import PayWire

/// `/account/move`: a user moves money between the own accounts. Its address says from which one.
struct MoveMoneyPage: Sendable {
    static let path = "/account/move"
    private static let address = PageAddress.Form(path, fields: ["from", "coin"])

    private let platform: Platform
    private let account: AccountServer
    private let tokens: FormTokens

    init(_ platform: Platform, on account: AccountServer) {
        self.platform = platform
        self.account = account
        tokens = FormTokens(key: platform.formKey)
    }

    func show(_ request: Request, _ context: PayContext) async -> Response {
        await account.show(request, context, at: Self.address) { holder, page in try await present(page, of: holder) }
    }

    func submit(_ request: Request, _ context: PayContext) async -> Response {
        await account.submit(request, context, at: Self.address) { form, holder, page in
            guard form.action == .confirm else { throw PageForm.Unreadable() }
            return try await move(form, page, of: holder)
        }
    }

    /// The address of the form for one direction.
    static func reference(from source: Book) -> String {
        PageAddress(path: path, query: [PageAddress.Field("from", source.name)]).reference
    }

    // MARK: - Moving

    private func move(_ form: PageForm, _ page: PageRequest, of holder: AccountHolder) async throws -> Response {
        let moveForm = try moveForm(form, of: holder)
        let entry = MoveEntry(coin: form["coin"], volume: form["volume"])
        do {
            let (coin, volume) = try entry.read(in: platform.directory.current)
            if page.source == .spot, form.tradePassword.isEmpty { throw MoveProblem.tradePasswordMissing }
            try await run(
                MoveOwnMoney.Request(
                    coin: coin, volume: volume, source: page.source, tradePassword: form.tradePassword, form: moveForm
                ),
                as: holder.user.id
            )
            let moved = MovedMoney(coin: coin, volume: volume, source: page.source, time: platform.clock.now())
            return account.server.answers.seeOther(moved.address(of: holder.user.id, tokens).reference)
        } catch let problem as MoveProblem {
            // Nothing was moved, so the same form may still do it, unless it was used up.
            let next = if case .formUsed = problem { MoveForm() } else { moveForm }
            return try await present(page, of: holder, entry: entry, problem: problem, form: next)
        }
    }

    private func run(_ request: MoveOwnMoney.Request, as user: UserID) async throws {
        do {
            try await MoveOwnMoney(platform).run(request, as: user)
        } catch PaymentObstacle.tradePasswordWrong(let triesLeft) {
            throw MoveProblem.tradePasswordWrong(triesLeft: triesLeft)
        } catch let obstacle as PaymentObstacle {
            guard let problem = MoveProblem(obstacle) else { throw obstacle }
            throw problem
        } catch let refusal as LedgerRefusal {
            guard let problem = MoveProblem(refusal) else { throw refusal.platformError }
            throw problem
        }
    }

    /// The form that was sent, which only the platform can have made, and only for this user.
    private func moveForm(_ form: PageForm, of holder: AccountHolder) throws -> MoveForm {
        let parts = form["form"].split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let moveForm = MoveForm(String(parts[0])),
            tokens.isValid(String(parts[1]), .move, "\(holder.user.id)/\(moveForm.text)")
        else { throw PageForm.Unreadable() }
        return moveForm
    }

    // MARK: - The page

    private func present(
        _ page: PageRequest, of holder: AccountHolder, entry: MoveEntry = MoveEntry(), problem: MoveProblem? = nil,
        form: MoveForm = MoveForm()
    ) async throws -> Response {
        let assets = try await ListAssets(platform).run(of: holder.user.id, in: page.source)
        var entry = entry
        if entry.coin.isEmpty { entry.coin = page.query.once("coin") ?? "" }
        let content = MoveMoneyContent(
            from: page.source, assets: assets, entry: entry,
            problem: problem ?? obstacle(to: holder.user, movingFrom: page.source),
            form: "\(form.text).\(tokens.token(.move, "\(holder.user.id)/\(form.text)"))", texts: page.language.texts
        )
        return account.page(content, in: .overview, of: holder, for: page)
    }

    /// Why nothing can be moved now, whatever is entered.
    private func obstacle(to user: User, movingFrom source: Book) -> MoveProblem? {
        guard source == .spot else { return nil }
        if user.paymentsFrozen || !user.isEnabled { return .blocked(.paymentsFrozen) }
        let now = platform.clock.now()
        if let until = user.paymentsFrozenUntil, now < until { return .blocked(.tradePasswordChanged(until: until)) }
        if user.tradePasswordHash == nil { return .blocked(.tradePasswordNotSet) }
        if let end = user.tradePasswordLockEnd, now < end { return .blocked(.tradePasswordLocked(until: end)) }
        return nil
    }
}

extension PageRequest {
    /// The account that money is to leave: the main one unless the address says otherwise.
    fileprivate var source: Book { query.once("from").flatMap { Book(name: $0) } ?? .spot }
}
