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
    /// - Throws: code 8 if neither is given; 11015 if `open_id` cannot be anybody's.
    func userName(uidField: String) throws -> (openID: OpenID?, uid: Int64?) {
        let text = try optionalString("open_id")
        let uid = try optionalPositive(uidField)
        guard text != nil || uid != nil else { throw PlatformError.badParameter("open_id", "or \(uidField) must be given") }
        guard let text else { return (nil, uid) }
        guard let openID = OpenID(text) else { throw Platform.openIDUnknown }
        return (openID, uid)
    }
}
