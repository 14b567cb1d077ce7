# I provider di identità nella console.

console_nav_providers = Provider di identità
console_providers_hint = Guarda con quali altri sistemi si accede e se funziona.
console_providers_none = Ancora nessun provider di identità. Dichiarane uno in un file e leggilo con { $command }.
console_check = Controllo
console_more_than = Più di { $count }
console_provider_kind = Tipo
console_provider_links = Solo collegamento
console_provider_newcomers = Chi è nuovo
console_provider_sign_up = Riceve un account
console_provider_known = Viene rifiutato
console_provider_linked = Identità collegate
console_provider_redirect = URI di reindirizzamento da registrare lì
console_provider_file = I provider sono dichiarati in un file, sotto { $table }. Modificalo lì e leggilo con { $command }.
console_provider_test = Prova provider
console_provider_test_effect = Chiede al provider le sue impostazioni e chiavi, e prova l’URI di reindirizzamento e il segreto del client. Nessuno accede.
console_provider_works = Tutto ciò che si può controllare da qui funziona.
console_provider_fails = Qualcosa non va. Ogni riga qui sotto dice cosa cambiare.
console_provider_disable = Disattiva provider
console_provider_disable_effect = Da ora nessuno può accedere con esso. Le sessioni iniziate con esso restano. Quando il file che lo dichiara viene applicato di nuovo, decide il file.
console_provider_enable = Attiva provider
console_provider_enable_effect = Si può di nuovo accedere con esso. Quando il file che lo dichiara viene applicato di nuovo, decide il file.
