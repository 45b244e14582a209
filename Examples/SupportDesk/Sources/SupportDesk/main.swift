// A support desk that answers with a tool. It names a workload, never a model: routes.yaml beside this package decides who serves it.
// The route here rehearses its answers in process, so that the example runs without a key or a network.
import Waybill

/// What the program knows of orders.
func orderStatus(_ arguments: String) throws -> String {
    let order = try JSONReader.read(arguments)["order"]?.intValue
    return order == 1207 ? #"{"state": "shipped", "due": "tomorrow"}"# : #"{"error": "no such order"}"#
}

let router = try ModelRouter(routesFile: "routes.yaml")
try router.require(["support-chat"])

var request = ModelRequest("Where is order 1207?", workload: "support-chat")
request.instructions = "You answer for a bookshop. Be brief."
request.tools = [
    ToolDefinition(
        name: "order_status", description: "Where an order is now.",
        parameters: [
            "type": "object", "properties": ["order": ["type": "integer"]], "required": ["order"], "additionalProperties": false,
        ])
]

// The dry run: where would it go, and why?
let plan = try router.plan(request)
for candidate in plan.candidates {
    print("\(candidate.model): \(candidate.verdict.word)")
}

// The real call. Tool calls are run and their results appended until the model answers in words.
var response = try await router.respond(to: request)
while !response.toolCalls.isEmpty {
    request.conversation += response.items
    for call in response.toolCalls {
        print("\(call.name)(\(call.arguments))")
        request.conversation.append(.toolResult(ToolResult(callID: call.id, try orderStatus(call.arguments))))
    }
    response = try await router.respond(to: request)
}
print(response.text)
print(response.route)
await router.close()
