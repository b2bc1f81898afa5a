import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import PayWire

/// A browser without script at the demo shop of a sandbox. It follows a redirect only when it is told to.
struct ShopVisitor: Sendable {
    struct View: Sendable {
        let status: Int
        let location: String?
        let headers: [String: String]
        let html: String
    }

    private let url: String
    private let http: HTTPClient

    /// - Parameter http: follows no redirect.
    init(_ server: ImugiServer, http: HTTPClient) { (url, self.http) = (server.url, http) }

    /// - Parameter path: below the shop's, or a whole address of the sandbox.
    func open(_ path: String = "") async throws -> View { try await send(path, nil) }

    /// Sends a form, as the shop's page does unless the headers say otherwise.
    func submit(
        _ path: String, _ fields: [(String, String)] = [], headers: [(String, String)] = [("Sec-Fetch-Site", "same-origin")]
    ) async throws -> View {
        try await send(path, QueryString(fields.map { (name: $0.0, value: $0.1) }).text, headers)
    }

    /// Sends whatever body to whatever path of the shop.
    func send(_ path: String, _ body: String?, _ headers: [(String, String)] = []) async throws -> View {
        var request = HTTPClientRequest(
            url: path.hasPrefix("http") ? path : path.hasPrefix("/sandbox/") ? url + path : "\(url)/sandbox/shop\(path)")
        request.headers.add(contentsOf: headers)
        if let body {
            request.method = .POST
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response = try await http.execute(request, timeout: .seconds(30))
        return View(
            status: Int(response.status.code), location: response.headers.first(name: "Location"),
            headers: Dictionary(response.headers.map { ($0.name.lowercased(), $0.value) }) { $1 },
            html: String(buffer: try await response.body.collect(upTo: 1 << 22))
        )
    }

    /// The shop's page once it shows a text: a callback comes when it comes.
    func page(showing text: String) async throws -> View {
        while true {
            let view = try await open()
            if view.html.contains(text) { return view }
            try Task.checkCancellation()
            await Task.yield()
        }
    }
}
