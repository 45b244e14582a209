import GatewayWire
import Hummingbird

enum Placeholder {}
