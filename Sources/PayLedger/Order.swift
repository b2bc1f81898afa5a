import PayCore

/// Which way an order moves money (protocol, section 1).
package enum Direction: Int, Sendable {
    case userToApp = 1
    case appToUser = 2
}

/// How far an order has come. `succeeded` and `failed` are final.
package enum OrderStatus: Int, Sendable {
    case succeeded = 1
    case failed = 2
    /// The money is frozen on the payer's account until an operator has reviewed the order.
    case transferring = 3
}

/// From which book to which an order moves money.
package enum OrderType: Int, Sendable {
    case spotToSpot = 1
    case spotToOpen = 2
    case openToOpen = 3
    case openToSpot = 4

    /// The type of an order that stays within one kind of account.
    package init(within book: Book) {
        switch book {
        case .spot: self = .spotToSpot
        case .open: self = .openToOpen
        }
    }

    /// The book that the payer's side is on.
    package var payerBook: Book {
        switch self {
        case .spotToSpot, .spotToOpen: .spot
        case .openToOpen, .openToSpot: .open
        }
    }

    /// The book that the payee's side is on.
    package var payeeBook: Book {
        switch self {
        case .spotToSpot, .openToSpot: .spot
        case .openToOpen, .spotToOpen: .open
        }
    }
}

/// What names an order to its app, and the key under which it happens at most once.
package struct OrderKey: Hashable, Comparable, Sendable {
    package let app: AppID
    package let tradeNo: TradeNo

    package init(app: AppID, tradeNo: TradeNo) {
        self.app = app
        self.tradeNo = tradeNo
    }

    /// The one order in which orders are locked and written, so that no two transactions can wait for each other.
    package static func < (left: OrderKey, right: OrderKey) -> Bool {
        (left.app.text, left.tradeNo.text) < (right.app.text, right.tradeNo.text)
    }
}

/// The texts that an app attaches to an order for the user to read, kept as they were sent.
package struct OrderTexts: Sendable {
    package let scene: String
    package let desc: String
    package let device: String

    package init(scene: String, desc: String, device: String) {
        self.scene = scene
        self.desc = desc
        self.device = device
    }

    /// Equal byte by byte. `==` on `String` would call composed and decomposed letters equal.
    package func isSame(as other: OrderTexts) -> Bool {
        scene.utf8.elementsEqual(other.scene.utf8) && desc.utf8.elementsEqual(other.desc.utf8)
            && device.utf8.elementsEqual(other.device.utf8)
    }
}

/// One movement between a user and an app.
package struct Order: Sendable {
    package let id: OrderID
    package let key: OrderKey
    package let user: UserID
    package let coin: CoinID
    package let volume: Amount
    /// What the platform keeps of `volume`; what arrives is `volume - cut`.
    package let cut: Amount
    package let direction: Direction
    package let type: OrderType
    package let texts: OrderTexts
    package let createTime: Timestamp
    package let status: OrderStatus
    /// When the money arrived: set exactly when `status` is `succeeded`.
    package let arriveTime: Timestamp?
    /// The paid order of which this one gives back a part; `nil` for every other order.
    package let original: OrderID?

    package init(
        id: OrderID, key: OrderKey, user: UserID, coin: CoinID, volume: Amount, cut: Amount, direction: Direction, type: OrderType,
        texts: OrderTexts, createTime: Timestamp, status: OrderStatus, arriveTime: Timestamp?, original: OrderID? = nil
    ) {
        self.id = id
        self.key = key
        self.user = user
        self.coin = coin
        self.volume = volume
        self.cut = cut
        self.direction = direction
        self.type = type
        self.texts = texts
        self.createTime = createTime
        self.status = status
        self.arriveTime = arriveTime
        self.original = original
    }

    /// The same order after a review has ended it.
    func ended(_ status: OrderStatus, at time: Timestamp) -> Order {
        Order(
            id: id, key: key, user: user, coin: coin, volume: volume, cut: cut, direction: direction, type: type, texts: texts,
            createTime: createTime, status: status, arriveTime: status == .succeeded ? time : nil, original: original
        )
    }
}
