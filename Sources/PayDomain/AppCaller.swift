import PayCore
import PayLedger

/// An app whose server has proved who it is. Only authentication makes one, so a use case that takes it cannot be reached without.
package struct AppCaller: Sendable {
    /// The app as it was when the call was authenticated.
    package let app: App
    /// The access key that signed the call.
    package let accessKey: String

    package init(app: App, accessKey: String) {
        self.app = app
        self.accessKey = accessKey
    }

    /// The check that the app and its key are still in force when a command is decided.
    var admission: Committer.Admission {
        let (id, accessKey) = (app.id, accessKey)
        return { directory in
            guard let app = directory.apps[id], app.isEnabled else { return LedgerRefusal.appDisabled.platformError }
            guard let key = directory.keys[accessKey], key.isEnabled else { return Self.keyDisabled }
            return nil
        }
    }

    package static let keyDisabled = PlatformError(.keyDisabled, "The access key is disabled.")
}

extension Directory {
    /// The coin of a code. Whether an app may use it is decided later, where a repeated call is recognised first.
    ///
    /// - Throws: 11031 if the platform has no such coin.
    package func coin(code: String) throws(PlatformError) -> Coin {
        guard let coin = coinsByCode[code] else { throw LedgerRefusal.coinNotAllowed.platformError }
        return coin
    }
}
