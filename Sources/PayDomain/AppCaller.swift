import PayCore

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
            guard let app = directory.apps[id], app.isEnabled else { return PlatformError(.appDisabled, "The app is disabled.") }
            guard let key = directory.keys[accessKey], key.isEnabled else {
                return PlatformError(.keyDisabled, "The access key is disabled.")
            }
            return nil
        }
    }
}

extension Directory {
    /// The coin of a code. Whether an app may use it is decided later, where a repeated call is recognised first.
    ///
    /// - Throws: 11031 if the platform has no such coin.
    package func coin(code: String) throws(PlatformError) -> Coin {
        guard let coin = coinsByCode[code] else { throw Self.coinUnknown }
        return coin
    }

    private static let coinUnknown = PlatformError(.coinNotAllowed, field: "coin_code", "is not a coin that this app may use")
}
