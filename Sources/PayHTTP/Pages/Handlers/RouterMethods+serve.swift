import Hummingbird

extension RouterMethods {
    /// Serves a file of the pages at its path, to be kept for ever by whoever asks for today's version.
    package func serve(_ asset: PageAsset) {
        read(RouterPath(asset.path)) { request, _ in
            PageAnswers.asset(asset, isCurrent: request.uri.queryParameters["v"].map(String.init) == asset.version)
        }
        refuseOtherMethods(RouterPath(asset.path), allowed: .reading)
    }
}
