import PayCore
import PayLedger

/// Which user an operator means: by number, by name, or by both if they agree.
package struct UserSelector: Hashable, Codable, Sendable {
    package let uid: Int64?
    package let name: String?

    package init(uid: Int64? = nil, name: String? = nil) {
        self.uid = uid
        self.name = name
    }
}

extension Platform {
    /// - Throws: ``OperatorRefusal``: code 8 if nobody, or nobody of that name and number, is meant.
    func user(_ selector: UserSelector) async throws -> User {
        switch (selector.uid, selector.name) {
        case (nil, nil): throw OperatorRefusal.wrong("uid", "is missing: say which user is meant, by uid or by name")
        case (let number?, nil):
            guard let user = try await store.user(OperatorInput.uid(number)) else {
                throw OperatorRefusal(
                    .badParameter, field: "uid", "There is no user \(number).", advice: "See all users with: imugi user list"
                )
            }
            return user
        case (let number, let name?):
            guard let user = try await store.user(named: name) else {
                throw OperatorRefusal(
                    .badParameter, field: "name", "There is no user named \(quoted(name)).", advice: "See all users with: imugi user list"
                )
            }
            guard number == nil || number == user.id.number else {
                throw OperatorRefusal.wrong("uid", "and name are of two users: \(quoted(name)) has uid \(user.id)")
            }
            return user
        }
    }
}

extension Directory {
    func company(for text: String) throws(OperatorRefusal) -> Company {
        guard let company = companies[try OperatorInput.companyID(text)] else {
            throw OperatorRefusal(
                .companyUnknown, field: "company_id", "There is no company \(quoted(text)).",
                advice: "Create it with: imugi company create \(text) --name NAME"
            )
        }
        return company
    }

    func app(for text: String) throws(OperatorRefusal) -> App {
        guard let app = apps[try OperatorInput.appID(text)] else {
            throw OperatorRefusal(
                .appUnknown, field: "app_id", "There is no app \(quoted(text)).", advice: "See all apps with: imugi app list"
            )
        }
        return app
    }

    func key(for text: String) throws(OperatorRefusal) -> AccessKey {
        guard let key = keys[text] else {
            throw OperatorRefusal(
                .keyUnknown, field: "access_key", "There is no access key \(quoted(text)).", advice: "See all keys with: imugi key list"
            )
        }
        return key
    }

    func coin(for code: String) throws(OperatorRefusal) -> Coin {
        guard let coin = coinsByCode[code] else {
            let known = coins.values.sorted { $0.id < $1.id }.map(\.code).joined(separator: ", ")
            throw OperatorRefusal(
                .badParameter, field: "coin_code", "There is no coin \(quoted(code)).",
                advice: known.isEmpty
                    ? "Create the first one with: imugi coin create CODE --digits N" : "The platform's coins are \(known)."
            )
        }
        return coin
    }
}
