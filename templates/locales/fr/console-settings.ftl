# Les paramètres dans la console.

console_defaults = Laissés à leur valeur par défaut
console_not_set = Non défini
