import Foundation
import PayWire
import TestSupport
import Testing

/// Many clients that pay and are paid at the same time, what they know of it, and whether the platform knows the same.
///
/// A payment is applied for on one node and confirmed on the next. Whoever gets no good answer asks again with the same `trade_no`, on the
/// next node, as a merchant does. An answer of 503 is none, and says that nothing was done: a node gives it when the database has not told it
/// for a second which keys are good, which may happen at any time on a machine that is busy.
final class Traffic: Sendable {
    /// Whom and what it is about; nobody else may move this coin of this user's.
    static let uid = 1_000_001
    private static let startingBalance = Decimal(1_000_000)
    private static let volume = "0.01"

    private struct State {
        var nodes: [SignedClient] = []
        /// What was acknowledged: the members of the order, or of a payment by redirect its number alone.
        var acknowledged: [String: [String: String]] = [:]
        var unanswered: Set<String> = []
        var failures: [String: Int] = [:]
        /// Every sum of all money that was ever read.
        var issued: Set<String> = []
        var isOver = false
        var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Locked(State())
    private let rounds = Locked(0)
    /// What a failure of the test must name for it to be repeated.
    let seed: Seeded

    init(_ seed: Seeded) { self.seed = seed }

    var acknowledged: Int { state.withLock { $0.acknowledged.count } }

    /// How often each answer was given that is not one of a payment that was made, by its status and code, such as `500/4`, or `none`.
    var failures: [String: Int] { state.withLock { $0.failures } }

    // MARK: - Nodes

    /// Sends nothing more to a node.
    func leave(_ node: SignedClient) { state.withLock { state in state.nodes.removeAll { $0.url == node.url } } }

    func join(_ node: SignedClient) { state.withLock { $0.nodes.append(node.impatient) } }

    // MARK: - Flow

    /// Has so many clients pay while `body` runs. What is not answered when it ends is asked for by ``settle(on:)``.
    func flow<Result: Sendable>(
        over nodes: [SignedClient], payers: Int = 6, _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        let round = rounds.withLock { round in
            round += 1
            return round
        }
        state.withLock { ($0.nodes, $0.isOver) = (nodes.map(\.impatient), false) }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for payer in 0..<payers { group.addTask { await self.pay(round, payer) } }
            group.addTask { await self.watch() }
            let result: Swift.Result<Result, any Error>
            do { result = .success(try await body()) } catch { result = .failure(error) }
            end()
            try await group.waitForAll()
            return try result.get()
        }
    }

    /// Returns once so many more payments were acknowledged, or the flow is over.
    func flows(_ more: Int) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isThere = state.withLock { state in
                    if state.isOver { return true }
                    state.waiters.append((state.acknowledged.count + more, continuation))
                    return false
                }
                if isThere { continuation.resume() }
            }
        } onCancel: {
            end()
        }
    }

    private func end() {
        let waiters = state.withLock { state in
            state.isOver = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.continuation.resume() }
    }

    private func pay(_ round: Int, _ payer: Int) async {
        var number = 0
        while state.withLock({ !$0.isOver }) {
            let tradeNo = "\(payer % 2 == 0 ? "out" : "in")_\(round)_\(payer)_\(number)"
            number += 1
            state.withLock { state in _ = state.unanswered.insert(tradeNo) }
            var attempt = payer
            while !(await settles(tradeNo, attempt)), state.withLock({ !$0.isOver }) {
                attempt += 1
                await Task.yield()
            }
        }
    }

    /// - Returns: whether it is known now what became of it.
    private func settles(_ tradeNo: String, _ attempt: Int) async -> Bool {
        let nodes = state.withLock { $0.nodes }
        guard !nodes.isEmpty else { return false }
        let (first, second) = (nodes[attempt % nodes.count], nodes[(attempt + 1) % nodes.count])
        switch tradeNo.hasPrefix("out") ? await payOut(tradeNo, first) : await payIn(tradeNo, first, second) {
        case .made(let order):
            acknowledge(tradeNo, order)
            return true
        case .failed("503/unavailable"): return false
        case .failed(let answer):
            state.withLock { $0.failures[answer, default: 0] += 1 }
            return false
        }
    }

    private func acknowledge(_ tradeNo: String, _ order: [String: String]) {
        let ready = state.withLock { state in
            state.unanswered.remove(tradeNo)
            state.acknowledged[tradeNo] = order
            let ready = state.waiters.filter { $0.count <= state.acknowledged.count }
            state.waiters.removeAll { $0.count <= state.acknowledged.count }
            return ready
        }
        for waiter in ready { waiter.continuation.resume() }
    }

    // MARK: - One payment

    private enum Outcome {
        case made([String: String])
        /// As ``Traffic/failures`` names it.
        case failed(String)
    }

    private func payOut(_ tradeNo: String, _ node: SignedClient) async -> Outcome {
        let answer = await node.payOut(tradeNo, uid: Self.uid, volume: Self.volume)
        guard answer.code == 1 || answer.code == 4_009, let order = answer.order else { return .failed(answer.failure) }
        return .made(order)
    }

    private func payIn(_ tradeNo: String, _ first: SignedClient, _ second: SignedClient) async -> Outcome {
        let applied = await first.apply(tradeNo, volume: Self.volume)
        if applied.code == 4_009 {
            // It was confirmed before, so it cannot be applied for again.
            let answer = await second.order(tradeNo)
            guard answer.code == 1, let order = answer.order else { return .failed(answer.failure) }
            return .made(order)
        }
        guard applied.code == 1, let url = applied.data?.text("pay_url") else { return .failed(applied.failure) }
        let confirmed = await second.confirmation(url, uid: Self.uid)
        guard let redirect = confirmed.json?.text("redirect_url") else { return .failed(confirmed.failure) }
        guard redirect.contains("&status=1&"), let id = redirect.firstMatch(of: /[?&]id=([0-9]+)/)?.1 else { return .failed(redirect) }
        return .made(["id": String(id)])
    }

    // MARK: - The bank check

    /// Reads the sum of all money again and again.
    private func watch() async {
        while state.withLock({ !$0.isOver }) {
            if let node = state.withLock({ $0.nodes.last }) { await readSum(on: node) }
            // The next one when the payments have gone on.
            await flows(20)
        }
    }

    private func readSum(on node: SignedClient) async {
        let answer = await node.control("/sandbox/ledger")
        guard answer.status == 200, let proof = answer.json, let coin = proof.object("coins")?.object("usdt"),
            let sum = coin.text("sum"), let issued = coin.text("issued")
        else { return }
        #expect(proof.text("holds") == "true", "\(seed): \(String(describing: proof.object("invariants")))")
        // What was issued stands against what there is.
        #expect(sum == "0", "\(seed)")
        state.withLock { _ = $0.issued.insert(issued) }
    }

    /// Asks for everything that was never answered, until it is known: it was made then, or it is made now, and once.
    func settle(on node: SignedClient) async {
        state.withLock { $0.nodes = [node] }
        for tradeNo in state.withLock({ $0.unanswered }) {
            #expect(await settles(tradeNo, 0), "\(seed): \(tradeNo), \(failures)")
        }
    }

    /// Checks that the platform has what was acknowledged with the same fields, that it has nothing else, that to ask again makes nothing
    /// anew, that the user's balance is the sum of it all, and that the ledger's proof holds with the same sum as ever.
    func check(on node: SignedClient) async {
        let known = state.withLock { $0.acknowledged }
        await withTaskGroup(of: Void.self) { group in
            for slice in 0..<4 {
                group.addTask {
                    for (number, (tradeNo, order)) in known.enumerated() where number % 4 == slice {
                        await self.check(tradeNo, order, on: node)
                    }
                }
            }
        }
        let history = await node.call("/api/v1/pay/order/history/", #"{"coin_code":"usdt","limit":1}"#)
        #expect(history.data?.text("total") == String(known.count), "\(seed)")
        #expect(Set(known.values.compactMap { $0["id"] }).count == known.count, "\(seed)")
        let outs = known.keys.count { $0.hasPrefix("out") }
        let moved = Decimal(outs - (known.count - outs)) / 100
        let asset = await node.call("/api/v1/user/coin/detail/", #"{"dragonex_uid":\#(Self.uid),"coin_code":"usdt"}"#)
        #expect(asset.data?.text("total").flatMap { Decimal(string: $0) } == Self.startingBalance + moved, "\(seed)")
        await readSum(on: node)
        let issued = state.withLock { $0.issued }
        #expect(issued.count == 1, "\(seed): \(issued)")
    }

    private func check(_ tradeNo: String, _ order: [String: String], on node: SignedClient) async {
        let found = await node.order(tradeNo).order ?? [:]
        let isOut = tradeNo.hasPrefix("out")
        let fixed = [
            "trade_no": tradeNo, "uid": String(Self.uid), "volume": Self.volume, "coin_code": "usdt", "status": "1",
            "direction": isOut ? "2" : "1",
        ]
        for (name, value) in fixed.merging(order, uniquingKeysWith: { $1 }) {
            #expect(found[name] == value, "\(seed): \(name) of \(tradeNo)")
        }
        let again = isOut ? await node.payOut(tradeNo, uid: Self.uid, volume: Self.volume) : await node.apply(tradeNo, volume: Self.volume)
        #expect(again.code == 4_009, "\(seed): \(tradeNo)")
        if isOut { #expect(again.order == found, "\(seed): \(tradeNo)") }
    }
}

extension SignedClient.Answer {
    /// The members of the order that `data` holds.
    var order: [String: String]? {
        guard let data, orderID != nil else { return nil }
        return Dictionary(data.members.map { ($0.name, data.text($0.name) ?? "") }) { $1 }
    }

    /// Status and code, to be counted.
    var failure: String {
        guard let status else { return "none" }
        return "\(status)" + ((code.map { "\($0)" } ?? json?.object("error")?.text("code")).map { "/\($0)" } ?? "")
    }
}
