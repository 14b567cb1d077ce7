# The settings in the console.

console_defaults = Left to their defaults
console_not_set = Not set
