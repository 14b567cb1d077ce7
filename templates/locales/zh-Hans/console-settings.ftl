# 控制台中的设置。

console_defaults = 保持默认值的设置
console_not_set = 未设置
