import HTTPTypes
import Hummingbird
import NIOCore
import PayHTTP

/// `GET /metrics`: every figure of the process in the Prometheus text format.
struct MetricsRoute: Sendable {
    let metrics: MetricsRegistry

    func add(to router: Router<PayContext>) {
        router.read("/metrics") { [metrics] _, _ in
            Response(
                status: .ok, headers: [.contentType: ExpositionText.contentType, .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: await metrics.render()))
            )
        }
        router.refuseOtherMethods("/metrics", allowed: .reading)
    }
}
