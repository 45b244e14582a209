// Whoever imports Waybill speaks the words of these rooms: requests and answers, routes, their files, and plans.
@_exported public import WaybillInterchange
@_exported public import WaybillPromptCaching
@_exported public import WaybillRouteFiles
@_exported public import WaybillRoutePlanning
@_exported public import WaybillRoutes
@_exported public import WaybillTokenCounting
