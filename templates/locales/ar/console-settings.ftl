# الإعدادات في وحدة التحكم.

console_defaults = على قيمها الافتراضية
console_not_set = غير مضبوط
