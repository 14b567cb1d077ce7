# Die Einstellungen in der Konsole.

console_defaults = Auf den Standardwerten
console_not_set = Nicht gesetzt
