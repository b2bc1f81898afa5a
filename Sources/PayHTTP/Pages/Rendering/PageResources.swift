/// The files that are built into the binary. The build generates `PackageResources` out of `Pages/Resources`, one array each.
enum PageResources {
    /// Mustache sources by the name that other templates know them by.
    static var templates: [String: [UInt8]] {
        [
            "account_apps": PackageResources.account_apps_mustache,
            "account_foot": PackageResources.account_foot_mustache,
            "account_head": PackageResources.account_head_mustache,
            "account_move": PackageResources.account_move_mustache,
            "account_moved": PackageResources.account_moved_mustache,
            "account_overview": PackageResources.account_overview_mustache,
            "account_payment": PackageResources.account_payment_mustache,
            "account_payments": PackageResources.account_payments_mustache,
            "account_revoke": PackageResources.account_revoke_mustache,
            "account_secret": PackageResources.account_secret_mustache,
            "account_security": PackageResources.account_security_mustache,
            "account_sign_in": PackageResources.account_sign_in_mustache,
            "amount": PackageResources.amount_mustache,
            "app_sign_in": PackageResources.app_sign_in_mustache,
            "authorise": PackageResources.authorise_mustache,
            "cancel": PackageResources.cancel_mustache,
            "credentials": PackageResources.credentials_mustache,
            "ending": PackageResources.ending_mustache,
            "expiry": PackageResources.expiry_mustache,
            "layout": PackageResources.layout_mustache,
            "pay": PackageResources.pay_mustache,
            "payer": PackageResources.payer_mustache,
            "purpose": PackageResources.purpose_mustache,
            "receipt": PackageResources.receipt_mustache,
            "refuse": PackageResources.refuse_mustache,
            "sentence": PackageResources.sentence_mustache,
            "sign_in": PackageResources.sign_in_mustache,
        ]
    }
}
