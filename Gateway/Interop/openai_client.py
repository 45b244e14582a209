"""What OpenAI's own client makes of the gateway: one line a check, and the first that fails ends it."""

import asyncio
import sys
import time

import openai
import pydantic

from rehearsed_gateway import SENTENCE, TARGETS, Gateway

CHECKS = []
PIXEL = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
QUESTION = [{"role": "user", "content": "What is the weather?"}]


class Weather(pydantic.BaseModel):
    city: str
    degrees: int


class GetWeather(pydantic.BaseModel):
    city: str


CHAT_TOOL = openai.pydantic_function_tool(GetWeather, name="get_weather")
TOOL = {"type": "function", "name": "get_weather", "strict": True, "parameters": CHAT_TOOL["function"]["parameters"]}


def check(function):
    """Has a function called for the models of each API; `model(name)` is the workload of a script."""
    CHECKS.append(function)
    return function


# Chat Completions


@check
def chat_whole(client, model, gateway):
    raw = client.chat.completions.with_raw_response.create(model=model("text"), messages=QUESTION)
    answer = raw.parse()
    assert answer.choices[0].message.content == SENTENCE and answer.choices[0].finish_reason == "stop"
    assert answer.model == f"{model('text')}/model" == raw.headers["x-waybill-model"]
    assert answer.usage.prompt_tokens == 1200 and answer.usage.prompt_tokens_details.cached_tokens == 1024
    assert answer.usage.completion_tokens_details.reasoning_tokens == 20
    assert answer._request_id and answer.id == f"chatcmpl-{answer._request_id}"


@check
def chat_streamed(client, model, gateway):
    stream = client.chat.completions.create(
        model=model("text"), messages=QUESTION, stream=True, stream_options={"include_usage": True})
    chunks = list(stream)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices) == SENTENCE
    assert {chunk.model for chunk in chunks} == {f"{model('text')}/model"}
    assert chunks[-1].choices == [] and chunks[-1].usage.total_tokens == 1240


@check
def chat_stream_helper(client, model, gateway):
    with client.chat.completions.stream(model=model("text"), messages=QUESTION) as stream:
        kinds = {event.type for event in stream}
        answer = stream.get_final_completion()
    assert {"chunk", "content.delta", "content.done"} <= kinds
    assert answer.choices[0].message.content == SENTENCE


@check
def chat_tools_round_trip(client, model, gateway):
    arguments = {"model": model("tools"), "tools": [CHAT_TOOL]}
    message = client.chat.completions.create(messages=QUESTION, **arguments).choices[0].message
    chat_run_tools(client, arguments, message)
    with client.chat.completions.stream(messages=QUESTION, **arguments) as stream:
        for _ in stream:
            pass
        streamed = stream.get_final_completion().choices[0].message
    assert streamed.tool_calls[1].function.parsed_arguments == GetWeather(city="Bergen")
    chat_run_tools(client, arguments, streamed)


def chat_run_tools(client, arguments, message):
    assert message.content == "Let me see." and [tool.id for tool in message.tool_calls] == ["call_1", "call_2"]
    results = [{"role": "tool", "tool_call_id": tool.id, "content": "-3"} for tool in message.tool_calls]
    answer = client.chat.completions.create(messages=[*QUESTION, message, *results], **arguments)
    assert answer.choices[0].message.content == "It is -3 °C and 5 °C."


@check
def chat_parse(client, model, gateway):
    answer = client.chat.completions.parse(model=model("schema"), messages=QUESTION, response_format=Weather)
    assert answer.choices[0].message.parsed == Weather(city="Oslo", degrees=-3)
    with client.chat.completions.stream(model=model("schema"), messages=QUESTION, response_format=Weather) as stream:
        for _ in stream:
            pass
        assert stream.get_final_completion().choices[0].message.parsed == Weather(city="Oslo", degrees=-3)


@check
def chat_images(client, model, gateway):
    parts = [{"type": "text", "text": "What is this?"}] + [
        {"type": "image_url", "image_url": {"url": url}} for url in ("https://images.example/box.png", PIXEL)]
    answer = client.chat.completions.create(model=model("text"), messages=[{"role": "user", "content": parts}])
    assert answer.choices[0].message.content == SENTENCE


@check
def chat_thought_comes_back(client, model, gateway):
    message = client.chat.completions.create(model=model("thought"), messages=QUESTION).choices[0].message
    assert message.content == "Cold."
    if model("") == "-responses":
        assert message.reasoning_content == "It is winter." and message.reasoning_details
    answer = client.chat.completions.create(model=model("thought"), messages=[*QUESTION, message, *QUESTION])
    assert answer.choices[0].message.content == "Still cold."


@check
def chat_refusal_and_limit(client, model, gateway):
    assert client.chat.completions.create(model=model("refusal"), messages=QUESTION).choices[0].message.refusal == "I do not say that."
    assert client.chat.completions.create(model=model("limit"), messages=QUESTION).choices[0].finish_reason == "length"
    raises(openai.LengthFinishReasonError,
           lambda: client.chat.completions.parse(model=model("limit"), messages=QUESTION, response_format=Weather))


# Responses


@check
def responses_whole(client, model, gateway):
    raw = client.responses.with_raw_response.create(model=model("text"), input="What is the weather?", instructions="Be brief.")
    answer = raw.parse()
    assert answer.output_text == SENTENCE and answer.status == "completed" and answer.instructions == "Be brief."
    assert answer.model == f"{model('text')}/model" == raw.headers["x-waybill-model"]
    assert answer.usage.input_tokens_details.cached_tokens == 1024 and answer.usage.output_tokens_details.reasoning_tokens == 20


@check
def responses_streamed(client, model, gateway):
    events = list(client.responses.create(model=model("text"), input="What is the weather?", stream=True))
    assert [event.sequence_number for event in events] == list(range(len(events)))
    assert events[0].type == "response.created" and events[-1].type == "response.completed"
    assert "".join(event.delta for event in events if event.type == "response.output_text.delta") == SENTENCE
    assert events[0].response.model == events[-1].response.model == f"{model('text')}/model"


@check
def responses_stream_helper(client, model, gateway):
    with client.responses.stream(model=model("text"), input="What is the weather?") as stream:
        for _ in stream:
            pass
        assert stream.get_final_response().output_text == SENTENCE


@check
def responses_tools_round_trip(client, model, gateway):
    arguments = {"model": model("tools"), "tools": [TOOL]}
    responses_run_tools(client, arguments, client.responses.create(input=QUESTION, **arguments))
    with client.responses.stream(input=QUESTION, **arguments) as stream:
        for _ in stream:
            pass
        responses_run_tools(client, arguments, stream.get_final_response())


def responses_run_tools(client, arguments, answer):
    calls = [item for item in answer.output if item.type == "function_call"]
    assert [item.call_id for item in calls] == ["call_1", "call_2"] and answer.output_text == "Let me see."
    results = [{"type": "function_call_output", "call_id": item.call_id, "output": "-3"} for item in calls]
    answer = client.responses.create(input=[*QUESTION, *answer.output, *results], **arguments)
    assert answer.output_text == "It is -3 °C and 5 °C."


@check
def responses_parse(client, model, gateway):
    answer = client.responses.parse(model=model("schema"), input=QUESTION, text_format=Weather)
    assert answer.output_parsed == Weather(city="Oslo", degrees=-3)
    with client.responses.stream(model=model("schema"), input=QUESTION, text_format=Weather) as stream:
        for _ in stream:
            pass
        assert stream.get_final_response().output_parsed == Weather(city="Oslo", degrees=-3)


@check
def responses_images(client, model, gateway):
    parts = [{"type": "input_text", "text": "What is this?"}] + [
        {"type": "input_image", "image_url": url, "detail": "auto"} for url in ("https://images.example/box.png", PIXEL)]
    answer = client.responses.create(model=model("text"), input=[{"role": "user", "content": parts}])
    assert answer.output_text == SENTENCE


@check
def responses_thought_comes_back(client, model, gateway):
    answer = client.responses.create(model=model("thought"), input=QUESTION, include=["reasoning.encrypted_content"])
    if model("") == "-responses":
        assert answer.output[0].summary[0].text == "It is winter." and answer.output[0].encrypted_content
    again = client.responses.create(model=model("thought"), input=[*QUESTION, *answer.output, *QUESTION])
    assert answer.output_text == "Cold." and again.output_text == "Still cold."


@check
def responses_refusal_and_limit(client, model, gateway):
    answer = client.responses.create(model=model("refusal"), input=QUESTION)
    assert answer.output[0].content[0].refusal == "I do not say that."
    answer = client.responses.create(model=model("limit"), input=QUESTION)
    assert answer.status == "incomplete" and answer.incomplete_details.reason == "max_output_tokens"


# What goes wrong, over both


def raises(kind, ask):
    """Asks for what must fail, and hands back the error, which is of this very class."""
    try:
        ask()
    except openai.OpenAIError as error:
        assert type(error) is kind, f"{type(error).__name__} instead of {kind.__name__}: {error}"
        return error
    raise AssertionError(f"no {kind.__name__}")


def asking(client, workload, **more):
    """The same question over each API, whole and streamed."""
    for streamed in (False, True):
        yield lambda: client.chat.completions.create(model=workload, messages=QUESTION, stream=streamed, **more)
        yield lambda: client.responses.create(model=workload, input=QUESTION, stream=streamed, **more)


@check
def errors_have_their_classes(client, model, gateway):
    for ask in asking(client, model("refused")):
        assert raises(openai.BadRequestError, ask).code is None
    for ask in asking(client, model("policy")):
        assert raises(openai.BadRequestError, ask).code == "content_policy_violation"
    for ask in asking(client, "nothing-of-this-name"):
        assert raises(openai.NotFoundError, ask).code == "model_not_found"
    for ask in asking(client, model("limited")):
        assert raises(openai.RateLimitError, ask).code == "rate_limit_exceeded"
    error = raises(openai.RateLimitError, next(asking(client, model("limited-for-long"))))
    assert error.response.headers["retry-after"] == "7200"
    for name, status in (("broken", 502), ("overloaded", 503), ("unauthorised", 502)):
        for ask in asking(client, model(name)):
            error = raises(openai.InternalServerError, ask)
            assert error.status_code == status and error.body["x_waybill"]["call"] == error.request_id, error
    error = raises(openai.BadRequestError, lambda: client.chat.completions.create(model=model("text"), messages=QUESTION, n=2))
    assert error.param == "n" and error.code == "unsupported_parameter"
    error = raises(openai.BadRequestError, lambda: client.responses.create(model=model("text"), input=QUESTION, background=True))
    assert error.param == "background"


@check
def keys_decide_who_may_ask(client, model, gateway):
    for ask in asking(client.with_options(api_key="wrong"), model("text")):
        assert raises(openai.AuthenticationError, ask).code == "invalid_api_key"
    for ask in asking(client.with_options(api_key=gateway.narrow_key), model("schema")):
        raises(openai.PermissionDeniedError, ask)


@check
def clients_do_not_ask_again_in_vain(client, model, gateway):
    attempts = gateway.counted("attempts", model("broken"), "server-error")
    for ask in asking(client.with_options(max_retries=2), model("broken")):
        raises(openai.InternalServerError, ask)
    assert gateway.counted("attempts", model("broken"), "server-error") == attempts + 4


@check
def a_cut_stream_raises(client, model, gateway):
    for stream in (client.chat.completions.create(model=model("cut"), messages=QUESTION, stream=True),
                   client.responses.create(model=model("cut"), input=QUESTION, stream=True)):
        seen = []
        error = raises(openai.APIError, lambda: seen.extend(stream))
        assert len(seen) > 3 and error.code == "upstream_cut"


@check
def timeouts_are_the_clients(client, model, gateway):
    for ask in asking(client, model("silent"), timeout=0.3):
        raises(openai.APITimeoutError, ask)
    await_cancelled(gateway, model("silent"), 4)


@check
def closing_a_stream_ends_its_call(client, model, gateway):
    for stream in (client.chat.completions.create(model=model("slow"), messages=QUESTION, stream=True),
                   client.responses.create(model=model("slow"), input=QUESTION, stream=True)):
        for _, _ in zip(range(8), stream):
            pass
        stream.close()
    await_cancelled(gateway, model("slow"), 2)


def await_cancelled(gateway, workload, count):
    """Waits until the gateway has ended attempts whose clients went away; unattended they would take 20 seconds or more."""
    deadline = time.monotonic() + 5
    while gateway.counted("attempts", workload, "cancelled") < count:
        assert time.monotonic() < deadline, "an attempt goes on without its client"
        time.sleep(0.02)


@check
def two_hundred_at_once(client, model, gateway):
    async def chat(client):
        stream = await client.chat.completions.create(model=model("crowd"), messages=QUESTION, stream=True)
        return "".join([chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices])

    async def responses(client):
        return (await client.responses.create(model=model("crowd"), input=QUESTION)).output_text

    async def crowd():
        async with openai.AsyncOpenAI(base_url=client.base_url, api_key=gateway.key, max_retries=0) as asynchronous:
            return await asyncio.gather(*(ask(asynchronous) for _ in range(100) for ask in (chat, responses)))

    assert asyncio.run(crowd()) == [SENTENCE] * 200


@check
def models_are_listed(client, model, gateway):
    assert model("text") in [entry.id for entry in client.models.list()]
    assert client.models.retrieve(model("text")).id == model("text")


def main(command, folder):
    print(f"openai {openai.__version__}, pydantic {pydantic.VERSION}")
    with Gateway(command, folder) as gateway:
        client = openai.OpenAI(base_url=f"{gateway.url}/v1", api_key=gateway.key, max_retries=0, timeout=30)
        for target, api in TARGETS.items():
            for check in CHECKS:
                start = time.monotonic()
                check(client, lambda name: f"{name}-{target}", gateway)
                print(f"ok  {check.__name__.replace('_', ' ')}, of models of {api}  ({time.monotonic() - start:.2f} s)", flush=True)
    print(f"{len(CHECKS) * len(TARGETS)} checks of the gateway with OpenAI's own client passed.")


if __name__ == "__main__":
    main(*sys.argv[1:])
