# De instellingen in de console.

console_defaults = Op de standaardwaarde
console_not_set = Niet ingesteld
