import PayCore
import PayDomain
import PayLedger
import Testing

/// `/account` and `/account/move`: a user's balances, and moving money between the own accounts.
@Suite struct MoveMoneyTests {
    private static let password = ("trade_password", "123456")
    private static let toOpen = "/account/move?from=spot"
    private static let toMain = "/account/move?from=open"

    private func fields(
        _ view: TestBrowser.View, volume: String, coin: String = "usdt", _ more: [(String, String)] = [password]
    ) -> [(String, String)] {
        [("form", view.hidden("form") ?? ""), ("coin", coin), ("volume", volume)] + more
    }

    @Test func theOverviewShowsBothAccounts() async throws {
        try await Sandbox.run { sandbox in
            let (alice, view) = try await sandbox.browser(as: "alice")
            #expect(view.status == 200 && view.html.contains("Main account") && view.html.contains("Open account"))
            // Available, frozen and total of the main account; the open account; another coin.
            for amount in ["11.32939965428", "1.4780056", "12.80740525428", ">100<", "512.4755"] {
                #expect(view.html.contains(amount), "\(amount)")
            }
            #expect(view.html.contains(#"href="/account/move""#) && !view.html.contains("There is no money here yet."))
            #expect(try await alice.open("/account?lang=ko").html.contains("기본 계정"))
            let (_, carols) = try await sandbox.browser(as: "carol")
            #expect(carols.html.contains("There is no money here yet.") && !carols.html.contains("512.4755"))
        }
    }

    @Test func moneyMovesOnceHoweverOftenTheFormIsSent() async throws {
        try await Sandbox.run { sandbox in
            let (bob, view) = try await sandbox.browser(as: "bob", at: Self.toOpen)
            #expect(view.html.contains("1,000,000 USDT") && view.html.contains("Move to the open account"))
            let sent = fields(view, volume: " 12.5 ")
            let first = try await bob.press("confirm", on: view, sent)
            #expect(first.status == 303)
            let done = try await bob.open(try #require(first.location))
            #expect(done.status == 200 && done.html.contains("Money moved") && done.html.contains("12.5"))
            #expect(done.html.contains("999,987.5 USDT") && done.html.contains("1,000,012.5 USDT"))
            // A second click, the back button, a reload of the result.
            let again = try await bob.press("confirm", on: view, sent)
            #expect(again.status == 303)
            for location in [try #require(first.location), try #require(again.location)] {
                #expect(try await bob.open(location).html.contains("Money moved"))
            }
            #expect(try await sandbox.available(Sandbox.bob, .spot) == "999987.5")
            #expect(try await sandbox.available(Sandbox.bob, .open) == "1000012.5")
            #expect(try await sandbox.ledgerHolds())
        }
    }

    @Test func formsThatAreSentAtTheSameTimeMoveMoneyOnce() async throws {
        try await Sandbox.run { sandbox in
            let (bob, view) = try await sandbox.browser(as: "bob", at: Self.toOpen)
            let sent = fields(view, volume: "600000")
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 { group.addTask { try await bob.press("confirm", on: view, sent).status } }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses == Array(repeating: 303, count: 8))
            #expect(try await sandbox.available(Sandbox.bob, .spot) == "400000")
            #expect(try await sandbox.ledgerHolds())
        }
    }

    @Test func backToTheMainAccountNoPasswordIsNeeded() async throws {
        try await Sandbox.run { sandbox in
            let (bob, view) = try await sandbox.browser(as: "bob", at: Self.toMain)
            #expect(!view.html.contains("trade_password") && view.html.contains("Move to the main account"))
            let moved = try await bob.press("confirm", on: view, fields(view, volume: "0.5", []))
            #expect(moved.status == 303)
            #expect(try await sandbox.available(Sandbox.bob, .spot) == "1000000.5")
        }
    }

    @Test func whatCannotBeMovedIsSaidAtItsField() async throws {
        try await Sandbox.run { sandbox in
            let (bob, view) = try await sandbox.browser(as: "bob", at: Self.toOpen)
            let digits = "at most 18 digits after the point."
            let wrong: [(volume: String, coin: String, more: [(String, String)], says: String, id: String)] = [
                ("", "usdt", [Self.password], "Enter an amount.", "volume-error"),
                ("12,5", "usdt", [Self.password], "Leave out spaces and commas.", "volume-error"),
                ("1e3", "usdt", [Self.password], "Leave out spaces and commas.", "volume-error"),
                ("-1", "usdt", [Self.password], "Leave out spaces and commas.", "volume-error"),
                ("0.0", "usdt", [Self.password], "Enter an amount above zero.", "volume-error"),
                ("0.0000000000000000001", "usdt", [Self.password], digits, "volume-error"),
                ("123456789012345678901", "usdt", [Self.password], "That amount has too many digits.", "volume-error"),
                ("1000000.5", "usdt", [Self.password], "Only <span class=\"digits\">1,000,000 USDT</span> is available.", "volume-error"),
                ("1", "gold", [Self.password], "Choose a coin.", "coin-error"),
                ("1", "usdt", [], "Enter your trade password.", "trade-password-error"),
                ("1", "usdt", [("trade_password", "1")], "You have 4 tries left.", "trade-password-error"),
            ]
            for (volume, coin, more, says, id) in wrong {
                let refused = try await bob.press("confirm", on: view, fields(view, volume: volume, coin: coin, more))
                #expect(refused.status == 200 && refused.html.contains(says), "\(volume) \(coin): \(refused.html)")
                #expect(refused.html.contains(#"id="\#(id)" role="alert""#) && refused.html.contains("<title>Error: "), "\(volume)")
                // What was entered stays, but no password.
                if !volume.isEmpty { #expect(refused.html.contains(#"value="\#(volume)""#), "\(volume)") }
                #expect(!refused.html.contains("123456\""))
            }
            #expect(try await sandbox.available(Sandbox.bob, .spot) == "1000000")
            // After all that the same form still moves money.
            #expect(try await bob.press("confirm", on: view, fields(view, volume: "1")).status == 303)
        }
    }

    @Test func wrongTradePasswordsLockAndARightOneDoesNotHelpThen() async throws {
        try await Sandbox.run { sandbox in
            let (bob, view) = try await sandbox.browser(as: "bob", at: Self.toOpen)
            for _ in 0..<5 { _ = try await bob.press("confirm", on: view, fields(view, volume: "1", [("trade_password", "1")])) }
            let locked = try await bob.press("confirm", on: view, fields(view, volume: "1"))
            #expect(locked.html.contains("role=\"alert\"") && locked.html.contains("wrong") && !locked.html.contains("name=\"volume\""))
            #expect(try await bob.open(Self.toOpen).html.contains("role=\"alert\""))
            #expect(try await sandbox.available(Sandbox.bob, .open) == "1000000")
            // Out of the open account money goes still.
            let back = try await bob.open(Self.toMain)
            #expect(try await bob.press("confirm", on: back, fields(back, volume: "1", [])).status == 303)
            // The lock ends.
            _ = try await sandbox.control("/sandbox/clock/advance", #"{"seconds":7200}"#)
            let (again, form) = try await sandbox.browser(as: "bob", at: Self.toOpen)
            #expect(try await again.press("confirm", on: form, fields(form, volume: "1")).status == 303)
        }
    }

    @Test func whosePaymentsAreFrozenMovesNothingToTheOpenAccount() async throws {
        try await Sandbox.run { sandbox in
            let (mallory, view) = try await sandbox.browser(as: "mallory", at: Self.toOpen)
            #expect(view.html.contains("This account cannot pay at the moment.") && !view.html.contains("name=\"volume\""))
            // A form that was open before shows no way around it.
            let (bob, open) = try await sandbox.browser(as: "bob", at: Self.toOpen)
            let user = try #require(UserID(Int64(Sandbox.bob)))
            try await sandbox.platform.change(.setPaymentsFrozen(user, true))
            let refused = try await bob.press("confirm", on: open, fields(open, volume: "1"))
            #expect(refused.html.contains("This account cannot pay at the moment."))
            #expect(try await sandbox.available(Sandbox.bob, .open) == "1000000")
            _ = mallory
        }
    }

    /// As payments do, the way to the open account stays shut for a while after a change of the trade password (code 1266).
    @Test func afterAChangeOfTheTradePasswordNothingMovesToTheOpenAccount() async throws {
        try await Sandbox.run { sandbox in
            let (bob, open) = try await sandbox.browser(as: "bob", at: Self.toOpen)
            let request = SetTradePassword.Request(user: UserSelector(name: "bob"), tradePassword: "2468 13579")
            _ = try await SetTradePassword(sandbox.platform).run(request)
            // The form was open before, and the password is the new one.
            let refused = try await bob.press("confirm", on: open, fields(open, volume: "1", [("trade_password", "2468 13579")]))
            #expect(refused.html.contains("Your trade password was changed.") && !refused.html.contains("name=\"volume\""))
            #expect(try await bob.open(Self.toOpen).html.contains("Your trade password was changed."))
            #expect(try await sandbox.available(Sandbox.bob, .open) == "1000000")
            let back = try await bob.open(Self.toMain)
            #expect(try await bob.press("confirm", on: back, fields(back, volume: "1", [])).status == 303)
        }
    }

    @Test func aFormThatWasUsedMovesNothingElse() async throws {
        try await Sandbox.run { sandbox in
            let (bob, view) = try await sandbox.browser(as: "bob", at: Self.toOpen)
            #expect(try await bob.press("confirm", on: view, fields(view, volume: "1")).status == 303)
            let changed = try await bob.press("confirm", on: view, fields(view, volume: "2"))
            #expect(changed.status == 200 && changed.html.contains("This form was sent before with other values"))
            #expect(try await sandbox.available(Sandbox.bob, .open) == "1000001")
            // The page that says so holds a fresh form.
            #expect(changed.hidden("form") != view.hidden("form"))
            #expect(try await bob.press("confirm", on: changed, fields(changed, volume: "2")).status == 303)
            #expect(try await sandbox.available(Sandbox.bob, .open) == "1000003")
        }
    }

    @Test func aFormIsGoodForItsUserAlone() async throws {
        try await Sandbox.run { sandbox in
            let (_, bobs) = try await sandbox.browser(as: "bob", at: Self.toOpen)
            let (alice, view) = try await sandbox.browser(as: "alice", at: Self.toOpen)
            let own = try #require(view.hidden("form"))
            for form in ["", "x", bobs.hidden("form") ?? "", own + "0", "0" + own, String(own.prefix { $0 != "." })] {
                let refused = try await alice.press(
                    "confirm", on: view, [("form", form), ("coin", "usdt"), ("volume", "1"), Self.password])
                #expect(refused.status == 400, "\(form)")
            }
            // Without the token of the session nothing is looked at.
            let action = try #require(view.action)
            #expect(try await alice.post(action, [("action", "confirm")] + fields(view, volume: "1")).status == 403)
            #expect(try await sandbox.available(Sandbox.alice, .open) == "100")
        }
    }

    @Test func noAddressSaysThatMoneyWasMovedButThePlatformsOwn() async throws {
        try await Sandbox.run { sandbox in
            let (bob, view) = try await sandbox.browser(as: "bob", at: Self.toOpen)
            let location = try #require(try await bob.press("confirm", on: view, fields(view, volume: "1")).location)
            #expect(try await bob.open(location).status == 200)
            for (part, other) in [("volume=1", "volume=1000"), ("from=spot", "from=open"), ("coin=usdt", "coin=dc"), ("proof=", "proof=0")]
            {
                #expect(location.contains(part))
                #expect(try await bob.open(location.replacing(part, with: other)).status == 404, "\(other)")
            }
            let (alice, _) = try await sandbox.browser(as: "alice")
            #expect(try await alice.open(location).status == 404)
        }
    }

    @Test func whoIsNotSignedInSignsInOnTheSpotAndSeesNothingBefore() async throws {
        try await Sandbox.run { sandbox in
            let somebody = TestBrowser(sandbox)
            for path in ["/account", Self.toOpen, "/account/move/done", "/account/payments", "/account/payments/1000001"] {
                let view = try await somebody.open(path)
                #expect(view.status == 200 && view.html.contains("Sign in to your account"), "\(path)")
                #expect(!view.html.contains("USDT") && view.header("Cache-Control") == "no-store", "\(path)")
            }
        }
    }
}
