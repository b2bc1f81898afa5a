import PayCore
import PayDomain

/// What the task of one attempt hands back.
struct EndedAttempt: Sendable {
    struct Made: Sendable {
        let time: Timestamp
        let exchange: CallbackExchange
    }

    let order: OrderID
    /// `nil` if it was called off before it had an ending.
    let made: Made?
}
