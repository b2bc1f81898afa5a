import HTTPTypes
import Hummingbird

extension RouterMethods {
    /// Answers every method that `path` does not serve with 405 and `Allow`.
    ///
    /// The front lets only GET, HEAD and POST through; the others are registered too, so that a router tested without the front gives
    /// the same answer.
    /// - Parameters:
    ///   - path: A path that has a route.
    ///   - allowed: The methods that have one, in the order in which `Allow` names them.
    package func refuseOtherMethods(_ path: RouterPath, allowed: [HTTPRequest.Method]) {
        let refusal = Refusal.methodNotAllowed(allowed: allowed)
        let methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect]
        for method in methods where !allowed.contains(method) {
            self.on(path, method: method) { _, _ -> Response in throw refusal }
        }
    }
}
