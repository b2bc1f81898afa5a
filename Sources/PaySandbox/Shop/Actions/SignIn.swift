import PayCore
import PayWire

/// A user signs in at the shop with the platform (protocol, section 6).
struct SignIn: Sendable {
    private static let scopes = "1,7"
    let shop: DemoShop

    /// - Returns: where the browser goes: the sign-in page.
    func begin() -> String {
        let state = ShopNames.state()
        shop.book.expectSignIn(state)
        let query = QueryString([
            ("app_id", SandboxData.shop.id), ("scopes", Self.scopes), ("state", state), ("device", ShopNames.device),
            ("redirect_url", shop.address.signedIn),
        ])
        let url = "\(shop.address.origin)/oauth/login/?\(query.text)"
        shop.noteRedirect(.browserToPlatform, to: url, .toSignIn)
        return url
    }

    /// The browser comes back. The code is redeemed by the shop's server.
    func finish(_ query: QueryString) async -> String {
        let expected = shop.book.current.signInState
        let isOwn = expected.map { $0.utf8.elementsEqual((query["state"] ?? "").utf8) } ?? false
        shop.noteRedirect(
            .browserToShop, to: ShopAddress.root + "/signed-in", query, .signedIn, checks: [ShopExchange.Check("state", isOwn)]
        )
        guard isOwn, let state = expected else {
            shop.book.say(.error, "A browser came back from a sign-in that this shop did not begin. Nothing was done.")
            return ShopAddress.root
        }
        guard let code = query["code"], !code.isEmpty else {
            shop.book.welcome(nil)
            shop.book.say(.info, "The user did not allow the shop to know who they are.")
            return ShopAddress.root
        }
        let body = ShopCaller.body { writer in
            writer.member("code", code)
            writer.member("app_id", SandboxData.shop.id)
            writer.member("scopes", Self.scopes)
            writer.member("state", state)
            writer.member("device", ShopNames.device)
        }
        switch await shop.caller.call("/api/v1/login/do/", body, .redeem) {
        case .done(let data): await welcome(data)
        case .refused(let code, let message, _): shop.book.say(.error, "The platform refused the code: \(message) (code \(code))")
        case .lost(let reason): shop.book.say(.warn, "\(reason) A code works once; sign in again.")
        }
        return ShopAddress.root
    }

    private func welcome(_ login: JSONObject) async {
        guard let openID = login.text("open_id"), let uid = login.text("uid"), let token = login.text("access_token") else {
            shop.book.say(.error, "The answer names no user.")
            return
        }
        let answer = await shop.caller.call("/api/v1/user/detail/", ShopCaller.body { $0.member("open_id", openID) }, .user)
        guard case .done(let user) = answer, user.text("uid") == uid else {
            shop.book.say(.warn, "The platform does not confirm who has signed in. Sign in again.")
            return
        }
        shop.book.welcome(ShopBook.Guest(uid: uid, openID: openID, accessToken: token))
        shop.book.say(.good, "Signed in as user \(uid).")
    }

    func end() async -> String {
        guard let guest = shop.book.current.guest else { return ShopAddress.root }
        shop.book.welcome(nil)
        let body = ShopCaller.body { $0.member("access_token", guest.accessToken) }
        switch await shop.caller.call("/api/v1/login/logout/", body, .signOut) {
        case .done: shop.book.say(.info, "Signed out; the access token is dead.")
        case .refused(let code, let message, _): shop.book.say(.info, "Signed out here. The platform said: \(message) (code \(code))")
        case .lost(let reason): shop.book.say(.warn, "Signed out here. \(reason)")
        }
        return ShopAddress.root
    }
}
