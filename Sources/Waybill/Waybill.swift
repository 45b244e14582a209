// Waybill
