import PayCore
import PayDomain
import PaySandbox
import PayWire
import Testing

/// What the parameters of a call may be, and which refusal comes first (protocol, sections 3 and 5).
@Suite struct ParameterTests {
    /// A body whose members are mended one after another.
    private struct Body {
        var members: [(name: String, json: String)]

        subscript(name: String) -> String? {
            get { members.first { $0.name == name }?.json }
            set {
                members.removeAll { $0.name == name }
                if let newValue { members.append((name, newValue)) }
            }
        }

        var text: String { "{\(members.map { "\"\($0.name)\":\($0.json)" }.joined(separator: ","))}" }
    }

    /// Sends the body, expects the refusal, then mends the field; so on to the end.
    private static func walk(
        _ sandbox: Sandbox, _ path: String, _ start: Body, _ steps: [(code: Int, field: String, mend: String, with: String?)]
    ) async throws -> Sandbox.Answer {
        var body = start
        for step in steps {
            let answer = try await sandbox.send(path, body.text)
            #expect(answer.code == step.code, "\(body.text): \(answer.message)")
            #expect(answer.message.hasPrefix(step.field), "\(body.text): \(answer.message)")
            #expect(answer.data?.members.isEmpty == true)
            body[step.mend] = step.with
        }
        return try await sandbox.send(path, body.text)
    }

    @Test func refusalsOfAPayOutComeInOrder() async throws {
        try await Sandbox.run { sandbox in
            let wrong = Body(members: [
                ("trade_no", #""-""#), ("uid", "-1"), ("open_id", "0"), ("coin_code", "7"), ("volume", #""1e3""#),
                ("scene", #""\n""#), ("desc", #""\n""#), ("device", #""short""#),
            ])
            let paid = try await Self.walk(
                sandbox, Sandbox.payOut, wrong,
                [
                    (8, "trade_no", "trade_no", #""t1""#), (8, "uid", "uid", #""0""#), (8, "open_id", "open_id", #""no such name""#),
                    (8, "coin_code", "coin_code", #""nope""#), (8, "scene", "scene", nil), (8, "desc", "desc", nil),
                    (8, "device", "device", #""device00""#), (11_031, "coin_code", "coin_code", #""usdt""#),
                    (8, "volume", "volume", #""2000000000""#), (11_015, "open_id", "open_id", #""""#),
                    (8, "open_id", "uid", "900000"), (11_030, "", "uid", "1000003"), (1_121, "", "uid", "1000000"),
                    (4_000, "", "volume", #""1""#),
                ]
            )
            let time = try #require(paid.data?.text("create_time"))
            let expected =
                #"{"ok":true,"code":1,"msg":"","data":{"id":1000001,"arrive_time":\#(time),"coin_code":"usdt","create_time":\#(time),"#
                + #""direction":2,"status":1,"trade_no":"t1","uid":1000000,"volume":"1","cut_volume":"0","order_type":1,"#
                + #""open_id":"59991c0e35855a48bb1157295dd63ce4"}}"#
            #expect(String(decoding: paid.body, as: UTF8.self) == expected)
        }
    }

    @Test func refusalsOfAnApplicationComeInOrder() async throws {
        try await Sandbox.run { sandbox in
            let wrong = Body(members: [
                ("trade_no", #""-""#), ("coin_code", #""""#), ("volume", #""1e3""#), ("scene", #""\n""#), ("desc", #""\n""#),
                ("device", #""short""#), ("state", #""short""#), ("domain", #""evil.example""#), ("specify_dragonex_uid", #""x""#),
            ])
            let applied = try await Self.walk(
                sandbox, Sandbox.apply, wrong,
                [
                    (8, "trade_no", "trade_no", #""t1""#), (8, "coin_code", "coin_code", #""nope""#), (8, "scene", "scene", #""a b""#),
                    (8, "desc", "desc", #""d""#), (8, "device", "device", #""device00""#), (8, "state", "state", #""state&00""#),
                    (8, "redirect_url", "redirect_url", #""javascript:x""#), (8, "domain", "domain", #""pay.example.com""#),
                    (8, "specify_dragonex_uid", "specify_dragonex_uid", #""42""#), (11_031, "coin_code", "coin_code", #""usdt""#),
                    (8, "volume", "volume", #""1.50""#), (11_038, "redirect_url", "redirect_url", #""https://evil.example/""#),
                    (11_038, "redirect_url", "redirect_url", #""https://example.com/b""#),
                    (8, "specify_dragonex_uid", "specify_dragonex_uid", #""1000001""#),
                ]
            )
            guard case .string(let url)? = applied.data?["pay_url"] else {
                Issue.record("no pay_url: \(applied.message)")
                return
            }
            let mark = try #require(url.firstIndex(of: "?"))
            let query = try QueryString(parsing: String(url[url.index(after: mark)...]))
            let code = try #require(query["code"])
            let expires = try #require(query["expire_time"])
            let expected =
                "https://pay.example.com/oauth/pay?app_id=sandbox-app&trade_no=t1&coin_code=usdt&volume=1.5&scene=a%20b&desc=d"
                + "&device=device00&state=state%2600&code=\(code)&expire_time=\(expires)&redirect_url=https%3A%2F%2Fexample.com%2Fb"
            #expect(
                String(decoding: applied.body, as: UTF8.self) == #"{"ok":true,"code":1,"msg":"","data":{"pay_url":"\#(expected)"}}"#
            )
        }
    }

    /// "For 'one of two' fields, "", 0 and absence all mean absent" (protocol, section 5), and so for every optional one.
    @Test(arguments: ["0", #""""#])
    func zeroAndTheEmptyTextMeanAbsent(_ absent: String) async throws {
        try await Sandbox.run { sandbox in
            let rows = [
                (Sandbox.payOut, Sandbox.payOutBody("t1", more: #","open_id":\#(absent)"#)),
                (Sandbox.apply, Sandbox.applyBody("p1", more: #","domain":\#(absent),"specify_dragonex_uid":\#(absent)"#)),
                ("/api/v1/user/coin/list/", #"{"dragonex_uid":1000000,"open_id":\#(absent)}"#),
                ("/api/v1/user/coin/detail/", #"{"dragonex_uid":"1000000","open_id":\#(absent),"coin_id":1,"coin_code":\#(absent)}"#),
                ("/api/v1/user/coin/detail/", #"{"dragonex_uid":"1000000","coin_id":\#(absent),"coin_code":"dc"}"#),
                (
                    "/api/v1/pay/order/history/",
                    #"{"coin_code":\#(absent),"uid":\#(absent),"direction":\#(absent),"start_time":\#(absent),"end_time":\#(absent),"#
                        + #""order_type":\#(absent),"trans_type":\#(absent),"offset":\#(absent),"limit":\#(absent)}"#
                ),
            ]
            for (path, body) in rows {
                let answer = try await sandbox.send(path, body)
                #expect(answer.code == 1, "\(path) \(body): \(answer.message)")
            }
            #expect(try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("t2", uid: "0", more: #","open_id":\#(absent)"#)).code == 8)
        }
    }

    /// Members that are not asked for change nothing, whatever they are called.
    @Test func membersThatNobodyAskedForAreIgnored() async throws {
        try await Sandbox.run { sandbox in
            let more =
                #","id":7,"status":2,"direction":1,"order_type":3,"cut_volume":"1","arrive_time":1,"create_time":1,"app_id":"sandbox-cut-app","#
                + #""admin_uid":900001,"dragonex_uid":1000001,"__proto__":{"status":2}"#
            let paid = try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("t1", more: more))
            let plain = try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("t1"))
            #expect(paid.code == 1)
            #expect(plain.code == 4_009)
            #expect(plain.data == paid.data)
            #expect(paid.data?.text("id") == "1000001")
            #expect(paid.data?.text("status") == "1")
            #expect(paid.data?.text("uid") == "1000000")
            let found = try await sandbox.send(Sandbox.detail, #"{"trade_no":"t1","app_id":"sandbox-cut-app","uid":5,"id":2}"#)
            #expect(found.data == paid.data)
            #expect(
                try await sandbox.send(Sandbox.detail, #"{"trade_no":"t1","app_id":"sandbox-app"}"#, app: "sandbox-cut-app").code == 11_027)
        }
    }
}
