password_new_hint = Au moins { $min } caractères. Quelques mots sans rapport entre eux conviennent bien.
password_show = Afficher
password_hide = Masquer
password_strength = Niveau de sécurité du mot de passe

password_strength_0 = Très faible
password_strength_1 = Faible
password_strength_2 = Insuffisant
password_strength_3 = Bon
password_strength_4 = Fort

password_too_short = Utilisez au moins { $min } caractères. Quelques mots sans rapport entre eux conviennent bien.
password_too_long = Utilisez au maximum 256 caractères.
password_unusable = Ce mot de passe contient un caractère qui ne peut pas être utilisé. Choisissez-en un autre.
password_common = De nombreuses personnes utilisent ce mot de passe : il est donc essayé en premier. Choisissez-en un autre.
password_own_word = Ce mot de passe ressemble trop à votre nom, à votre adresse ou au nom de cette application. Choisissez autre chose.
password_pattern = Les suites et les répétitions comme « abcdef » ou « aaaaaa » sont vite devinées. Ajoutez quelques mots sans rapport entre eux.
password_date = Les dates et les années sont vite devinées. Ajoutez quelques mots sans rapport entre eux.
password_single_word = Un mot ou un nom seul est vite deviné. Ajoutez quelques mots sans rapport entre eux.
password_guessable = Ce mot de passe est vite deviné. Ajoutez quelques mots sans rapport entre eux.
password_breached = Ce mot de passe a été trouvé dans une fuite de données survenue ailleurs : d’autres le connaissent. Choisissez-en un autre.
password_unchanged = C’est votre mot de passe actuel. Choisissez-en un autre.
password_had_before = C’est l’ancien mot de passe de votre compte. Choisissez-en un autre.
