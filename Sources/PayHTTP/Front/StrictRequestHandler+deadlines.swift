import Logging
import NIOCore

/// One task per connection looks after the deadlines. It wakes at the latest once per shortest time-out, so a deadline is moved by
/// assigning to it: the hot path schedules and cancels nothing, and reads the clock once per answer.
extension StrictRequestHandler {
    package func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { self.startDeadlines(context: context) }
    }

    package func handlerRemoved(context: ChannelHandlerContext) {
        self.deadlineTask?.cancel()
        self.deadlineTask = nil
        self.blockedWriteTask?.cancel()
        self.blockedWriteTask = nil
    }

    package func channelActive(context: ChannelHandlerContext) {
        self.startDeadlines(context: context)
        context.fireChannelActive()
    }

    package func channelWritabilityChanged(context: ChannelHandlerContext) {
        self.blockedWriteTask?.cancel()
        self.blockedWriteTask = nil
        if !context.channel.isWritable {
            self.blockedWriteTask = context.eventLoop.assumeIsolated().scheduleTask(in: self.limits.writeTimeout) {
                self.logger.debug("Closed a connection whose client does not read")
                context.close(promise: nil)
            }
        }
        context.fireChannelWritabilityChanged()
    }

    /// A head has begun: its time counts from now, and never extends what is left of the silence before it.
    func restrictHeadDeadline(context: ChannelHandlerContext) {
        self.deadline = min(self.deadline, context.eventLoop.now + self.limits.headTimeout)
    }

    /// Bytes of a body have arrived: it may be silent anew, but not beyond the time for the whole body.
    func extendBodyDeadline(context: ChannelHandlerContext) {
        let now = context.eventLoop.now
        let bodyDeadline = self.bodyDeadline ?? now + self.limits.bodyTimeout
        self.bodyDeadline = bodyDeadline
        self.deadline = min(bodyDeadline, now + self.limits.bodyIdleTimeout)
    }

    /// The last outstanding answer is written: from here on the client is waited for again.
    func restartDeadline(context: ChannelHandlerContext) {
        switch self.phase {
        case .awaitingRequest:
            self.deadline = context.eventLoop.now + self.limits.keepAliveTimeout
        case .readingHead:
            self.deadline = context.eventLoop.now + self.limits.headTimeout
        case .readingBody:
            self.bodyDeadline = nil
            self.extendBodyDeadline(context: context)
        case .inputEnded, .lingering:
            break
        }
    }

    /// Closes the connection after a time, whatever becomes of it; replaces every earlier deadline.
    func scheduleClose(in time: TimeAmount, context: ChannelHandlerContext) {
        self.deadlineTask?.cancel()
        self.deadlineTask = context.eventLoop.assumeIsolated().scheduleTask(in: time) {
            context.close(promise: nil)
        }
    }

    private func startDeadlines(context: ChannelHandlerContext) {
        guard self.deadlineTask == nil else { return }
        let now = context.eventLoop.now
        self.deadline = now + self.limits.headTimeout
        self.scheduleDeadlineCheck(at: now + self.longestUnchecked, context: context)
    }

    /// A deadline can come nearer by assigning to it, but never nearer than this, so that a look each time this has passed misses none.
    private var longestUnchecked: TimeAmount {
        min(self.limits.headTimeout, self.limits.bodyIdleTimeout, self.limits.keepAliveTimeout)
    }

    private func scheduleDeadlineCheck(at deadline: NIODeadline, context: ChannelHandlerContext) {
        self.deadlineTask = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
            self.checkDeadline(context: context)
        }
    }

    private func checkDeadline(context: ChannelHandlerContext) {
        let now = context.eventLoop.now
        let latestCheck = now + self.longestUnchecked
        if !self.awaitedAnswers.isEmpty {
            // The client waits for us. The time in which it must go on counts from the answer.
            self.scheduleDeadlineCheck(at: latestCheck, context: context)
        } else if now < self.deadline {
            self.scheduleDeadlineCheck(at: min(self.deadline, latestCheck), context: context)
        } else {
            self.deadlineTask = nil
            self.expire(context: context)
        }
    }

    private func expire(context: ChannelHandlerContext) {
        switch self.phase {
        case .awaitingRequest, .inputEnded, .lingering:
            context.close(promise: nil)
        case .readingHead, .readingBody:
            self.refuse(.requestTimeout, context: context)
        }
    }
}
