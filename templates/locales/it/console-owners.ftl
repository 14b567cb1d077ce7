# The owners of an app, who administer it.
console_owners_tab = Proprietari
console_owners_lead = I proprietari gestiscono solo questa app: i suoi ruoli e le relative richieste, i suoi segreti, il suo aspetto e i suoi indirizzi. Chi altro può entrare e che cosa l’app sa degli utenti resta agli amministratori.
console_owners_none = Nessuno è proprietario di questa app. Solo gli amministratori la modificano.
console_owners_since = Proprietario dal
console_owners_by_file = nominato da un file
console_owners_add = Aggiungi proprietario
console_owners_add_effect = L’utente gestisce questa app nella console e tramite l’API: assegna i suoi ruoli, decide le richieste, crea e revoca i suoi segreti e cambia il suo aspetto e i suoi indirizzi.
console_owners_remove = Rimuovi proprietario
console_owners_remove_effect = L’utente non gestisce più questa app. Ciò che ha assegnato e cambiato resta.
console_owners_earlier = Proprietari precedenti
console_owners_until = Proprietario fino a
