/// How a gateway listens and what it lets clients do.
public struct GatewayOptions: Sendable {
    /// The address to listen on.
    public var host = "127.0.0.1"
    /// The port to listen on; 0: any that is free.
    public var port = 8420
    /// Whether clients may name a model (`provider/model-id`) in place of a workload.
    public var allowsModels = false
    /// What one connection may take.
    public var limits = ConnectionLimits()
    /// How long answers under way may go on when the gateway is told to stop.
    public var drainTime = Duration.seconds(30)

    /// Creates options that listen on loopback.
    public init() {}

    /// Whether only programs of this machine can reach the address.
    public var isLoopback: Bool { host.namesLoopback }
}

extension StringProtocol {
    /// Whether it is a name or an address of this machine's own: no other host can have it, however it is written.
    var namesLoopback: Bool {
        lowercased() == "localhost" || self == "::1"
            || hasPrefix("127.") && utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
    }
}

/// What one connection may take: of memory and of time.
public struct ConnectionLimits: Sendable, Hashable {
    /// The most bytes of a request's body.
    public var bodyBytes = 64 << 20
    /// The most bytes of the bodies of all requests that are being read.
    public var allBodyBytes = 512 << 20
    /// The most bytes of a request's headers.
    public var headBytes = 32 << 10
    /// The most headers of a request.
    public var headers = 100
    /// How long the headers of a request may take from their first byte.
    public var headTime = Duration.seconds(10)
    /// How long a request's body may take.
    public var bodyTime = Duration.seconds(120)
    /// How long a pause within a body may be.
    public var bodyPause = Duration.seconds(20)
    /// How long a connection may be open without a request.
    public var idleTime = Duration.seconds(75)
    /// How long a client may leave an answer unread.
    public var writePause = Duration.seconds(60)
    /// After how much silence a stream is sent a comment that shows that it lives.
    public var heartbeat = Duration.seconds(15)
    /// How many connections there may be at a time; more wait until one is closed.
    public var connections = 20_000

    /// Creates the usual limits.
    public init() {}

    /// How often the times are looked at, so that each holds to about an eighth.
    var tick: Duration { max(.milliseconds(5), min(headTime, bodyPause, idleTime, writePause, heartbeat, bodyTime) / 8) }
}
