# Le impostazioni nella console.

console_defaults = Lasciate al valore predefinito
console_not_set = Non impostato
