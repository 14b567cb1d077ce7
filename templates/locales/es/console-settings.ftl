# Los ajustes en la consola.

console_defaults = Con su valor predeterminado
console_not_set = Sin definir
