import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import PayWire
import TestSupport
import Testing

/// A browser without script: keeps cookies, for whichever node it talks to, and follows a redirect only when it is told to.
final class PageBrowser: Sendable {
    struct View: Sendable {
        let status: Int
        let location: String?
        let html: String

        /// What stands in the page between these two.
        func text(between before: String, and after: String) -> String? {
            guard let start = html.firstRange(of: before)?.upperBound, let end = html[start...].firstRange(of: after)?.lowerBound
            else { return nil }
            return String(html[start..<end])
        }
    }

    private let http: HTTPClient
    private let cookies = Locked<[String: String]>([:])

    /// - Parameter http: follows no redirect.
    init(_ http: HTTPClient) { self.http = http }

    func open(_ path: String, on node: ImugiServer) async throws -> View { try await send(path, node, nil) }

    /// Sends the page's form with one of its buttons, to any node.
    func press(_ button: String, on view: View, _ fields: [(String, String)], to node: ImugiServer) async throws -> View {
        let action = try #require(view.text(between: #"action=""#, and: "\""), "\(view.html)").replacing("&amp;", with: "&")
        let csrf = try #require(view.text(between: #"name="csrf" value=""#, and: "\""), "\(view.html)")
        let shown = view.text(between: #"name="shown" value=""#, and: "\"") ?? ""
        return try await send(action, node, [("csrf", csrf), ("shown", shown), ("action", button)] + fields)
    }

    /// Asks again while the node is not sure of what it knows, as ``SignedClient`` does.
    private func send(_ path: String, _ node: ImugiServer, _ fields: [(String, String)]?) async throws -> View {
        while true {
            let view = try await sendOnce(path, node, fields)
            guard view.status == 503 else { return view }
            try Task.checkCancellation()
        }
    }

    private func sendOnce(_ path: String, _ node: ImugiServer, _ fields: [(String, String)]?) async throws -> View {
        // Nodes stand behind one address; a test says itself which of them is to answer.
        let path = path.hasPrefix("http") ? "/" + (path.split(separator: "/", maxSplits: 2).last ?? "") : path
        var request = HTTPClientRequest(url: node.url + path)
        let held = cookies.withLock { $0.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") }
        if !held.isEmpty { request.headers.add(name: "Cookie", value: held) }
        if let fields {
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
            request.body = .bytes(ByteBuffer(string: QueryString(fields.map { (name: $0.0, value: $0.1) }).text))
        }
        let response = try await http.execute(request, timeout: .seconds(30))
        let html = String(buffer: try await response.body.collect(upTo: 1 << 20))
        for cookie in response.headers["Set-Cookie"] {
            let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2 { cookies.withLock { $0[String(pair[0])] = String(pair[1]) } }
        }
        return View(status: Int(response.status.code), location: response.headers.first(name: "Location"), html: html)
    }
}
