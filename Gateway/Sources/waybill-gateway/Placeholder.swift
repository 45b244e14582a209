import ArgumentParser
import GatewayServer
import WaybillLedger

@main
struct Placeholder: ParsableCommand {}
