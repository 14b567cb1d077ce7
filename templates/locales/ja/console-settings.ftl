# コンソールの設定。

console_defaults = 既定値のままの設定
console_not_set = 未設定
