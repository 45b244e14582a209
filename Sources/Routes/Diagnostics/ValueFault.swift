/// What is wrong with a key or a value where it stands: WB030 to WB069.
package enum ValueFault: String, FaultKind {
    case unknownKey = "WB030"
    case missingKey = "WB031"
    case missingValue = "WB032"
    case wrongKind = "WB033"
    case quotedValue = "WB034"
    case unknownWord = "WB035"
    case outOfRange = "WB036"
    case missingUnit = "WB037"
    case malformedValue = "WB038"
    case pricePerToken = "WB039"
    case emptyText = "WB040"
    case emptyCollection = "WB041"
    case conflictingKeys = "WB042"
    case contradiction = "WB043"
    case likeNobody = "WB044"
    case likeCircle = "WB045"
    case likeTooMany = "WB046"
    case nothingToLeaveOut = "WB047"

    package var entry: FaultEntry {
        switch self {
        case .unknownKey:
            .error(
                "unknown-key",
                "A key that is not read anywhere would be a wish that nobody hears, so it is an error, with the key that was probably meant. What "
                    + "can be written where is in docs/routes.md."
            )
            .example(in: .workload, "deadlin: 20s", "deadline: 20s")
        case .missingKey:
            .error("missing-key", "A key that this mapping cannot do without is not there. The message says what it is for.")
                .example(in: .model, "price: {input: $1}", "price: {input: $1, output: $4}")
        case .missingValue:
            .error(
                "missing-value",
                "A key stands there without a value. Whether nothing, zero or the usual is meant cannot be known; write a value or delete the key."
            )
            .example(in: .workload, "deadline:", "deadline: 20s")
        case .wrongKind:
            .error(
                "wrong-kind",
                "A value is of another kind than the key asks for: a list where one value is expected, a word where a number is, and so on. A list "
                    + "of one item needs its brackets too."
            )
            .example(in: .workload, "on_cut: fail", "on_cut: [fail]")
        case .quotedValue:
            .error("quoted-value", "Numbers, flags, times, counts and money stand without quotes: what is quoted is text.")
                .example(in: .workload, "attempts: \"2\"", "attempts: 2")
        case .unknownWord:
            .error("unknown-word", "One of a list of words is expected, and this is none of them. The message names the nearest, or all.")
                .example(in: .workload, "schema_order: sort", "schema_order: sorted")
        case .outOfRange:
            .error("out-of-range", "A number, a time or an amount is smaller or larger than it can be. The message names the bounds.")
                .example(in: .workload, "parameters: {temperature: 3}", "parameters: {temperature: 1}")
        case .missingUnit:
            .error(
                "missing-unit",
                "A length of time has no unit, so that it could be seconds or milliseconds. The units are `ms`, `s`, `m`, `h` and `d`."
            )
            .example(in: .workload, "deadline: 20", "deadline: 20s")
        case .malformedValue:
            .error(
                "malformed-value",
                "A time, count, amount, share or day is not written as one: money has its dollar sign in front (`$0.002`), a share its percent sign "
                    + "(`5%`), a day is `2027-04-01`, a count may end in `k` or `M`."
            )
            .example(in: .workload, "limits: {cost_per_request: 0.002}", "limits: {cost_per_request: $0.002}")
        case .pricePerToken:
            .error(
                "price-per-token",
                "Prices are in dollars per million tokens, as providers list them. This one is so small that it is probably meant for one token, "
                    + "which would make every cost a million times too small."
            )
            .example(
                in: .model, "price: {input: $0.00000075, output: $0.0000045}", "price: {input: $0.75, output: $4.50}")
        case .emptyText:
            .error("empty-text", "A text that must say something is empty.")
                .example(in: .workload, "prompt_version: \"\"", "prompt_version: v2")
        case .emptyCollection:
            .error("empty-collection", "A list or mapping is empty that needs at least one member to mean anything.")
                .example(in: .provider, "models: {}", "models: {fast: {}}")
        case .conflictingKeys:
            .error(
                "conflicting-keys",
                "Of these keys only one can be there, or one must be: each says the same thing in another way."
            )
            .example(in: .model, "cache: {step: 128, breakpoints: implicit}", "cache: {step: 128}")
        case .contradiction:
            .error(
                "contradiction",
                "Each value is possible, but they cannot hold together, such as a longest wait that is shorter than the first one."
            )
            .example(in: .workload, "retry: {base: 8s, cap: 1s}", "retry: {base: 1s, cap: 8s}")
        case .likeNobody:
            .error("like-nobody", "`like` names the provider or workload to take settings over from, and there is none of that name.")
                .example(in: .workload, "like: nobody", "description: the first of its kind")
        case .likeCircle:
            .error("like-circle", "Files or workloads are like each other in a circle, so that nobody says anything.")
                .example(
                    in: .routes, "workloads:\n  a: {like: b, models: [acme/fast]}\n  b: {like: a}",
                    "workloads:\n  a: {models: [acme/fast]}\n  b: {like: a}")
        case .likeTooMany:
            .error(
                "like-too-many",
                "More than 16 files or workloads are like each other in a row. Who says what can no longer be told; take over from one.")
        case .nothingToLeaveOut:
            .error(
                "nothing-to-leave-out",
                "`MODEL-ID: none` leaves out a model that was taken over with `like`. Here no such model is taken over."
            )
            .example(in: .provider, "models: {fast: {}, slow: none}", "models: {fast: {}}")
        }
    }
}
