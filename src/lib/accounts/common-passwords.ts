/**
 * The passwords of eight letters and more that people choose most, in France and elsewhere: the first
 * that anybody would try. In small letters; see `password-rule.ts`.
 */
export const COMMON_PASSWORDS = new Set(
	`
	password passw0rd password1 password12 password123 password1234 motdepasse motdepasse1
	motdepasse123 monmotdepasse azertyui azertyuiop azerty12 azerty123 azerty1234 azerty12345
	qwerty12 qwerty123 qwerty1234 qwertyuiop qwertzuiop 1q2w3e4r 1q2w3e4r5t 1qaz2wsx qazwsxedc
	12345678 123456789 1234567890 12345678910 0123456789 123123123 12341234 11223344 112233445566
	00000000 11111111 22222222 88888888 87654321 987654321 9876543210 147258369 159753456
	iloveyou iloveyou1 jetaime1 jetaime123 jetaimetrop monamour monamour1 moncoeur mamanpapa papamaman
	bonjour1 bonjour12 bonjour123 bonjour1234 bienvenue bienvenue1 soleil12 soleil123 doudou12 doudou123
	loulou12 loulou123 chouchou chouchou1 chocolat chocolat1 nounours caramel1 princesse princesse1
	princess princess1 coucou12 coucou123 nicolas1 alexandre sebastien christophe catherine
	stephanie caroline isabelle frederic dominique veronique marseille marseille13 marseille1 om131313
	toulouse bordeaux stetienne psg75psg parissg1 parissaintgermain football football1 basketball baseball
	sunshine superman superman1 batman123 pokemon1 pokemon123 starwars starwars1 dragon12 dragon123
	welcome1 welcome123 letmein1 letmein123 admin123 admin1234 administrator changeme changeme1
	trustno1 whatever computer internet ordinateur michelle jennifer jordan23 liverpool chelsea1
	abcd1234 abc12345 abcdefgh abcdefghi a1234567 a12345678 aa123456 test1234 testtest secret123
	samsung1 samsung123 iphone123 google123 facebook facebook1 instagram liberte1 vivelafrance
	lavieestbelle lavieestbelle1 toujours toujours1 camille1 charlotte juliette valentin valentine
	palier123 palier12 palierpalier residence residence1 gardienne gardien1 locataire voisin123 voisine1
	locataire1 immeuble immeuble1 p@ssw0rd p@ssword pa$$word qwerty!@# zaq12wsx zaq1zaq1 asdfghjk
	asdfghjkl zxcvbnm1 wxcvbnwx aqwzsxedc aqwxszedc marine12 marine123 noisette noisette1 minouche
	`
		.trim()
		.split(/\s+/)
);
