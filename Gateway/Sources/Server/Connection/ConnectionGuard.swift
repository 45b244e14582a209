import GatewayWire
import NIOCore
import NIOHTTP1
import Waybill

/// Holds one connection to its limits of time, shows that a silent stream lives, and notices when the client goes away.
///
/// Times are looked at in ticks, so that a connection costs one timer however many requests it carries.
final class ConnectionGuard: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let limits: ConnectionLimits
    private let watch: ConnectionWatch
    private var ticking: RepeatedTask?
    /// How many requests' heads were read whose answers have not ended: more than one where a client sends ahead.
    private var unanswered = 0
    /// Whether the body of the last of them is still coming.
    private var isReading = false
    /// Whether the head of the answer that is due was written.
    private var hasBegun = false
    /// Whether the connection is closed when the answer has ended.
    private var closesAfterAnswer = false
    /// Whether what came was no HTTP, so that nothing more can be read.
    private var isBroken = false
    /// Since when there is no request, or since when the request is being read.
    private var since = NIODeadline.now()
    private var firstByte: NIODeadline?
    private var lastInput = NIODeadline.now()
    private var lastOutput = NIODeadline.now()
    private var unwritableSince: NIODeadline?

    init(limits: ConnectionLimits, watch: ConnectionWatch) {
        self.limits = limits
        self.watch = watch
    }

    // MARK: Life

    func handlerAdded(context: ChannelHandlerContext) {
        let tick = TimeAmount(limits.tick)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        ticking = context.eventLoop.scheduleRepeatedTask(initialDelay: tick, delay: tick) { _ in
            let (guardian, context) = bound.value
            guardian.look(context)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        ticking?.cancel()
        ticking = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        watch.clientIsGone()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            watch.clientIsGone()
            if unanswered == 0 { return context.close(promise: nil) }
        case is ChannelShouldQuiesceEvent:
            guard unanswered > 0 else { return context.close(promise: nil) }
            closesAfterAnswer = true
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError || error is ByteToMessageDecoderError else { return context.fireErrorCaught(error) }
        guard !isBroken else { return }
        isBroken = true
        guard unanswered == 0 || unanswered == 1 && isReading else {
            // Those who came before have their answers first.
            closesAfterAnswer = true
            return
        }
        let isTooLong = error as? HTTPParserError == .headerOverflow
        refuse(
            context,
            InboundProblem(
                status: isTooLong ? 431 : 400, code: isTooLong ? "headers_too_large" : "malformed_request",
                isTooLong ? "The headers of this request are too long, or too many." : "This is no request of HTTP/1.1."))
    }

    // MARK: What passes

    /// Bytes came that are not a whole head yet.
    func bytesCame() {
        if unanswered == 0, firstByte == nil { firstByte = .now() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastInput = .now()
        switch unwrapInboundIn(data) {
        case .head:
            unanswered += 1
            (isReading, since, firstByte) = (true, lastInput, nil)
        case .body: break
        case .end: isReading = false
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        lastOutput = .now()
        switch unwrapOutboundIn(data) {
        case .head(let head):
            hasBegun = hasBegun || head.status.code >= 200
            context.write(data, promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            unanswered -= 1
            hasBegun = false
            // A request that was sent ahead is only read on from here.
            (since, lastInput) = (lastOutput, lastOutput)
            context.write(data, promise: promise)
            if closesAfterAnswer {
                context.flush()
                context.close(promise: nil)
            }
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        unwritableSince = context.channel.isWritable ? nil : .now()
        context.fireChannelWritabilityChanged()
    }

    // MARK: Time

    private func look(_ context: ChannelHandlerContext) {
        let now = NIODeadline.now()
        func isOver(_ limit: Duration, since start: NIODeadline) -> Bool { now - start >= TimeAmount(limit) }
        if let unwritableSince, isOver(limits.writePause, since: unwritableSince) { return context.close(promise: nil) }
        guard unanswered > 0 else {
            if let firstByte {
                if isOver(limits.headTime, since: firstByte) { refuse(context, .tooSlow) }
            } else if isOver(limits.idleTime, since: since) {
                context.close(promise: nil)
            }
            return
        }
        if isReading, unanswered == 1 {
            if isOver(limits.bodyPause, since: lastInput) || isOver(limits.bodyTime, since: since) { refuse(context, .tooSlow) }
        } else if unwritableSince == nil, isOver(limits.heartbeat, since: max(lastOutput, lastInput)) {
            beat(context)
        }
    }

    /// Tells a client what is wrong with what it sends, where nothing was answered yet, and lets go of it.
    private func refuse(_ context: ChannelHandlerContext, _ problem: InboundProblem) {
        if !hasBegun {
            watch.refuse(problem)
            let answer = ErrorAnswer(problem)
            let body = ByteBuffer(bytes: answer.json.bytes())
            var headers: HTTPHeaders = [
                "Content-Type": "application/json", "Content-Length": "\(body.readableBytes)", "Connection": "close",
            ]
            for field in answer.headers { headers.add(name: field.name, value: field.value) }
            let head = HTTPResponseHead(version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status), headers: headers)
            write(context: context, data: wrapOutboundOut(.head(head)), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
        context.close(promise: nil)
    }

    /// Writes a comment into a stream, behind its head where that is still to come.
    private func beat(_ context: ChannelHandlerContext) {
        if let head = watch.takeHead() {
            write(context: context, data: wrapOutboundOut(.head(head)), promise: nil)
        } else if !hasBegun || !watch.isStreaming {
            return
        }
        lastOutput = .now()
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: ": waiting\n\n")))), promise: nil)
    }
}

extension InboundProblem {
    fileprivate static let tooSlow = InboundProblem(
        status: 408, code: "request_timeout", "The request took too long to arrive. Send it again.")
}

/// Tells a guard of every byte that comes, before it is known what it is.
final class FirstByteNotice: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let guardian: ConnectionGuard

    init(_ guardian: ConnectionGuard) { self.guardian = guardian }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guardian.bytesCame()
        context.fireChannelRead(data)
    }
}
