public import WaybillInterchange

/// What is billed by the request or by the use of a tool, beside the tokens.
public struct Fees: Sendable, Hashable {
    /// What every request costs that is answered or worked on; `nil`: nothing.
    public var request: Money?
    /// What one use of a tool costs that the provider runs; of a tool that is not among them it is not known.
    public var tools: [HostedTool: Money]

    /// Creates fees.
    public init(request: Money? = nil, tools: [HostedTool: Money] = [:]) {
        self.request = request
        self.tools = tools
    }

    /// Whether nothing is said.
    public var isEmpty: Bool { request == nil && tools.isEmpty }

    /// These fees, with what they leave open taken from `base`.
    public func overriding(_ base: Fees) -> Fees {
        Fees(request: request ?? base.request, tools: base.tools.merging(tools) { $1 })
    }

    /// What a request costs beside its tokens; `nil` where a tool ran whose fee is not known.
    package func cost(of usage: TokenUsage) -> Money? {
        guard missingKey(for: usage) == nil else { return nil }
        return usage.hostedTools.reduce(request ?? .zero) { sum, use in
            Money(picodollars: sum.picodollars + (tools[use.tool]?.picodollars ?? 0) * Int128(use.uses))
        }
    }

    /// The key of the first tool that ran and whose fee is not known.
    package func missingKey(for usage: TokenUsage) -> String? {
        usage.hostedTools.first { $0.uses > 0 && tools[$0.tool] == nil }?.tool.rawValue
    }

    /// The tools that a provider file may name.
    public static let pricedTools: [HostedTool] = [.webSearch, .fileSearch, .codeInterpreter, .imageGeneration]

    /// Every fee that is said.
    package var all: [Money] { [request].compactMap(\.self) + tools.values }
}

extension Fees: JSONWritable {
    /// As a provider file writes them: `{"request": "$0.005", "web_search": "$0.01"}`.
    public var json: JSONValue {
        var object: JSONObject = [:]
        object.set("request", request)
        for (tool, fee) in tools.sorted(by: { $0.key.rawValue < $1.key.rawValue }) { object.set(tool.rawValue, fee) }
        return .object(object)
    }
}
