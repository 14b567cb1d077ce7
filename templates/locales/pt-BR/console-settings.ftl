# As configurações no console.

console_defaults = No valor padrão
console_not_set = Não definido
