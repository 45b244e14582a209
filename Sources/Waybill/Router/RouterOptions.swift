public import Logging
public import WaybillInterchange
public import WaybillRouteFiles
public import WaybillRoutes
public import WaybillTokenCounting

/// What a router is made with besides its routes.
///
/// The defaults are right for a program; tests replace time, transport and seed.
public struct RouterOptions: Sendable {
    /// What carries requests; `nil`: libcurl, owned by the router.
    ///
    /// A transport given here is not closed by the router.
    public var transport: (any Transport)?
    /// Where time comes from; `nil`: the machine's clocks.
    public var time: (any TimeSource)?
    /// Reads keys at the moment of use.
    public var secrets: SecretReader
    /// The books; `nil`: none are kept.
    public var ledger: (any CallLedger)?
    /// Who is told of every call that has ended, in this order.
    public var observers: [any CallObserver] = []
    /// What the books keep of each call beside what they always do.
    public var recording = RecordingOptions()
    /// Where to log: degradation and misspelled tags as warnings, failed calls as info, failed attempts as debug.
    ///
    /// Never content. `nil`: nowhere.
    public var logger: Logger?
    /// Encodings by the names that models give as their tokenizers, beside those that are built in; also those of ``TokenizerFiles``.
    ///
    /// A router that reads its files itself adds those that they name.
    public var tokenizers: [String: TokenEncoding] = [:]
    /// For how long calls of a route may go on without its first model before ``RouterEvent/firstModelMissing(workload:model:for:)`` tells of
    /// it, and how often it tells again.
    public var firstModelPatience = Duration.seconds(300)
    /// Whether ``CacheDrop/from`` and ``CacheDrop/to`` quote the words at which prompts part.
    ///
    /// For that the texts of the latest 512 prompts are kept in memory, of each as many as 64 KB. Otherwise no text is kept, and a drop names the
    /// segment and about the byte.
    public var quotesCacheDrops = false
    /// Whether a router that reads its files itself watches them, and takes over what they say when they change.
    public var watchesFiles = true
    /// Whether a request whose workload is the name of a model (`provider/model-id`) is served by that model alone.
    ///
    /// The routes' defaults hold for it. It is for programs whose callers may choose a model; otherwise such a request is refused.
    public var servesModelsByName = false
    /// The program's own budgets that a request counts in, such as its caller's; asked for each call, and quick to say.
    ///
    /// They hold beside those of the files, and in place of theirs for the same account. A value of metadata has to be in the request's metadata, too.
    public var budgets: (@Sendable (ModelRequest) -> [AccountBudget])?
    /// The seed of every random wait.
    public var seed: UInt64
    /// What carries requests in place of the network and of every rehearsal provider.
    var supposed: SupposedProviders?
    /// Whether the files are looked at from time to time even where the system tells of changes.
    var pollsFiles = false

    /// Creates options.
    public init(
        transport: (any Transport)? = nil, time: (any TimeSource)? = nil, secrets: SecretReader = SecretReader(),
        ledger: (any CallLedger)? = nil, logger: Logger? = Logger(label: "waybill"), seed: UInt64 = .random(in: .min ... .max)
    ) {
        self.transport = transport
        self.time = time
        self.secrets = secrets
        self.ledger = ledger
        self.logger = logger
        self.seed = seed
    }
}
