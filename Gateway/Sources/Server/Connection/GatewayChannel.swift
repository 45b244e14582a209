import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// The connections of a gateway: HTTP/1.1, request after request, each answered before the next is read.
struct GatewayChannel: ServerChildChannel {
    /// One connection.
    struct Connection: ServerChildChannelValue {
        let stream: NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>
        let watch: ConnectionWatch

        var channel: any Channel { stream.channel }
    }

    let limits: ConnectionLimits
    let desk: FrontDesk

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Connection> {
        channel.eventLoop.makeCompletedFuture {
            // A connection keeps the last buffer that it received into: one that holds a request without a long prompt; longer ones make it grow.
            let buffers = AdaptiveRecvByteBufferAllocator(minimum: 64, initial: 1024, maximum: 65_536)
            try channel.syncOptions?.setOption(.recvAllocator, value: buffers)
            let watch = ConnectionWatch()
            let guardian = ConnectionGuard(limits: limits, watch: watch)
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(FirstByteNotice(guardian))
            var decoding = NIOHTTPDecoderLimitConfiguration()
            decoding.maxHeaderFieldSize = limits.headBytes
            decoding.maxHeaderListSize = limits.headBytes
            decoding.maxHeaderFieldCount = limits.headers
            try pipeline.configureHTTPServerPipeline(
                withPipeliningAssistance: false, withErrorHandling: false, withOutboundHeaderValidation: true,
                withEncoderConfiguration: .init(), withDecoderLimitConfiguration: decoding)
            try pipeline.addHandler(guardian)
            let stream = try NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>(wrappingChannelSynchronously: channel)
            return Connection(stream: stream, watch: watch)
        }
    }

    func handle(value connection: Connection, logger: Logger) async {
        // A task of its own, so that whoever notices that the client is gone can end what is done for it.
        let serving = Task { await serve(connection) }
        connection.watch.onGone { serving.cancel() }
        await withTaskCancellationHandler {
            await serving.value
        } onCancel: {
            serving.cancel()
        }
    }

    private func serve(_ connection: Connection) async {
        // What fails here is the connection, of which there is nobody left to tell.
        try? await connection.stream.executeThenClose { inbound, outbound in
            var parts = inbound.makeAsyncIterator()
            while case .head(let head)? = try await parts.next() {
                var request = IncomingRequest(head: head, parts: parts, bodies: desk.bodies, limit: limits.bodyBytes)
                let answer = OutgoingAnswer(to: head, outbound: outbound, watch: connection.watch, date: desk.date)
                try await desk.serve(&request, answer)
                connection.watch.endAnswer()
                // What is left of a body that nobody wanted is not read: the client would be sending it for nothing.
                guard head.isKeepAlive, request.isRead, !answer.closesConnection else { break }
                parts = request.parts
            }
        }
    }
}
