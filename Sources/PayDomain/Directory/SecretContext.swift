import PayCore

/// What each sealed secret of the directory belongs to: the context that it is sealed for.
package enum SecretContext {
    package static func secret(ofKey id: String) -> String { "access-key/\(id)" }
    package static func checkKey(of app: AppID) -> String { "check-key/\(app)" }
    package static func strongSecret(of app: AppID) -> String { "strong-secret/\(app)" }
    package static func replacedCheckKey(of app: AppID) -> String { "replaced-check-key/\(app)" }
    package static func replacedStrongSecret(of app: AppID) -> String { "replaced-strong-secret/\(app)" }
}
