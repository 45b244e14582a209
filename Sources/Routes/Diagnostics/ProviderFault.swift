/// What is wrong with a provider or one of its models: WB070 to WB109.
package enum ProviderFault: String, FaultKind {
    case keyInFile = "WB070"
    case badKeyReference = "WB071"
    case plainHTTP = "WB072"
    case badBaseURL = "WB073"
    case badHeader = "WB074"
    case badProviderName = "WB075"
    case providerTwice = "WB076"
    case unsupportedAPI = "WB077"
    case rehearsalMismatch = "WB078"
    case dialectWithoutUse = "WB079"
    case keyTwice = "WB080"
    case keyNeverSent = "WB081"
    case modelWithoutID = "WB082"
    case modelTwice = "WB083"
    case cacheNotPossible = "WB084"
    case outputBeyondWindow = "WB090"
    case effortsWithoutReasoning = "WB091"
    case cacheWithoutFeature = "WB092"
    case unusedProvider = "WB093"
    case missingKeyVariable = "WB094"

    package var entry: FaultEntry {
        switch self {
        case .keyInFile:
            .error(
                "key-in-file",
                "What might be a key stands in the file itself. Files are copied, committed and shown, so keys are named, not written: say where the "
                    + "key is. No message repeats what was written; a key that was in a file should be replaced at its provider."
            )
            .example(in: .provider, "api_key: abc123", "api_key: {env: ACME_API_KEY}")
        case .badKeyReference:
            .error(
                "bad-key-reference",
                "A reference says where a key is in exactly one way: `{env: NAME}`, `{file: PATH}` or `{command: [PROGRAM, …]}`."
            )
            .example(in: .provider, "api_key: {env: ACME-API-KEY}", "api_key: {env: ACME_API_KEY}")
        case .plainHTTP:
            .error(
                "plain-http",
                "Over plain http to another machine anybody on the way reads the key and every prompt. Use https; on a network where it is safe, say "
                    + "`allow_plain_http: true`."
            )
            .example(in: .provider, "base_url: http://api.acme.example/v1", "base_url: https://api.acme.example/v1")
        case .badBaseURL:
            .error(
                "bad-base-url",
                "A base URL is `https://` (or `http://`), a host, perhaps a port and a path. The path of the API's call is added to it, so there can be "
                    + "no `?` and no `#`."
            )
            .example(in: .provider, "base_url: api.acme.example/v1", "base_url: https://api.acme.example/v1")
        case .badHeader:
            .error(
                "bad-header",
                "A header's name has letters, digits and a few signs such as `-`, its value is one line, and those that the transport sets for every "
                    + "request cannot be changed."
            )
            .example(in: .provider, "headers: {Content-Type: text/plain}", "headers: {X-Title: Shop}")
        case .badProviderName:
            .error("bad-provider-name", "Models are named as `provider/model-id`, so the name of a provider is not empty and has no `/`.")
        case .providerTwice:
            .error(
                "provider-twice",
                "Two providers have one name, so that a route could not say which it means. Only routes built in code can have this.")
        case .unsupportedAPI:
            .error(
                "unsupported-api",
                "A model can have another API than its provider, but a rehearsal stays one for all of its models, and no model becomes one alone."
            )
            .example(
                in: .provider, "api: rehearsal\nscript: [ok]\nmodels: {fast: {api: openai-chat}}",
                "api: rehearsal\nspeaks: openai-chat\nscript: [ok]\nmodels: {fast: {}}")
        case .rehearsalMismatch:
            .error(
                "rehearsal-mismatch",
                "`script` and `speaks` belong to a provider with `api: rehearsal`, and such a provider needs a script with at least one step."
            )
            .example(in: .provider, "speaks: openai-chat", "api: rehearsal\nspeaks: openai-chat\nscript: [ok]")
        case .dialectWithoutUse:
            .error(
                "dialect-without-use",
                "A dialect says how a server differs from OpenAI's API. Only `api: openai-compatible` has dialects, so elsewhere it would say nothing."
            )
            .example(in: .provider, "dialect: vllm", "api: openai-compatible\ndialect: vllm")
        case .keyTwice:
            .error(
                "key-twice",
                "Two keys of a provider have one name, so that reports could not say which was used. Only routes built in code can have this."
            )
        case .keyNeverSent:
            .error("key-never-sent", "A provider names a key, but `auth: none` sends none.")
                .example(in: .provider, "auth: none", "auth: none\napi_key: none")
        case .modelWithoutID:
            .error("model-without-id", "A model has no id, so that no route could name it.")
        case .modelTwice:
            .error("model-twice", "A provider lists a model twice. Only routes built in code can have this.")
        case .cacheNotPossible:
            .error(
                "cache-not-possible",
                "The API of this provider or model has no such cache: breakpoints that live 12 hours are for the Responses API, and a salt is for "
                    + "servers with `api: openai-compatible`."
            )
            .example(in: .provider, "cache: {step: 128, salt: user}", "cache: {step: 128}")
        case .outputBeyondWindow:
            .warning(
                "output-beyond-window", "A model's longest output is longer than its context window, which holds input and output together."
            )
            .example(
                in: .model, "context_window: 8k\nmax_output_tokens: 16k", "context_window: 16k\nmax_output_tokens: 8k")
        case .effortsWithoutReasoning:
            .warning(
                "efforts-without-reasoning",
                "A model has `efforts`, but `reasoning` is not among its `features`, so it is never asked for one."
            )
            .example(
                in: .model, "features: [tools]\nefforts: [low, high]", "features: [tools, reasoning]\nefforts: [low, high]")
        case .cacheWithoutFeature:
            .warning(
                "cache-without-feature",
                "A model has a `cache`, but `prompt_cache` is not among its `features`, so nothing is expected of it."
            )
            .example(
                in: .model, "features: [tools]\ncache: {step: 128}", "features: [tools, prompt_cache]\ncache: {step: 128}")
        case .unusedProvider:
            .warning(
                "unused-provider",
                "A provider has a file, but no route names it and no other provider is like it. It may be misspelled in a route, or forgotten."
            )
        case .missingKeyVariable:
            .warning(
                "missing-key-variable",
                "The environment variable or the file of a key is not there, so that the provider cannot be asked with it. Where the files are "
                    + "checked is often not where they are used; then this says nothing. No key is read to find this out.")
        }
    }
}
