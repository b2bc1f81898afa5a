import PayCore
import PayDomain
import PayLedger
import PayWire

extension OrderAnswer {
    /// The order as the protocol writes it (section 5).
    ///
    /// - Parameter mode: an app's server is told the user's `open_id` too.
    func body(in mode: CallMode) -> OrderBody {
        OrderBody(
            id: order.id, arriveTime: order.arriveTime, coinCode: coin.code, createTime: order.createTime,
            direction: order.direction.rawValue, status: order.status.rawValue, tradeNo: order.key.tradeNo, uid: order.user,
            volume: order.volume.text(scale: coin.scale), cutVolume: order.cut.text(scale: coin.scale), orderType: order.type.rawValue,
            openID: mode == .server ? openID?.text ?? "" : nil, originalTradeNo: originalTradeNo,
            returnedVolume: returnedVolume?.text(scale: coin.scale)
        )
    }

    func data(in mode: CallMode) -> AnswerData {
        let body = body(in: mode)
        return AnswerData { body.write(to: &$0) }
    }
}

extension Fields {
    /// `scene`, `desc` and `device`, which every payment carries.
    func orderTexts() throws -> OrderTexts {
        OrderTexts(scene: try text("scene"), desc: try text("desc"), device: try token8to16("device"))
    }

    /// A user by `open_id`, by number, or by both.
    ///
    /// - Throws: code 8 if neither is given.
    func userName(uidField: String) throws -> UserName {
        let name = UserName(openIDText: try optionalString("open_id"), uid: try optionalPositive(uidField))
        guard name.openIDText != nil || name.uid != nil else {
            throw PlatformError.badParameter("open_id", "or \(uidField) must be given")
        }
        return name
    }
}

/// Whom a call names.
struct UserName {
    fileprivate let openIDText: String?
    let uid: Int64?

    /// Asked for after every parameter has been read: a parameter's refusal goes before this one (protocol, section 3).
    ///
    /// - Throws: 11015 if the text cannot be anybody's.
    func openID() throws -> OpenID? {
        guard let openIDText else { return nil }
        guard let openID = OpenID(openIDText) else { throw Platform.openIDUnknown }
        return openID
    }
}
