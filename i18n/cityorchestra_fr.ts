<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR" sourcelanguage="en">
<context>
    <name>CityOrchestra</name>
    <message>
        <source> %</source>
        <translation>&#xa0;%</translation>
    </message>
    <message>
        <source> + kriged residual</source>
        <translation> + résidu krigé</translation>
    </message>
    <message>
        <source> MB</source>
        <translation>&#xa0;Mo</translation>
    </message>
    <message>
        <source> m/s</source>
        <translation>&#xa0;m/s</translation>
    </message>
    <message>
        <source> °C</source>
        <translation>&#xa0;°C</translation>
    </message>
    <message>
        <source>&amp;About…</source>
        <translation>À p&amp;ropos…</translation>
    </message>
    <message>
        <source>&amp;Account</source>
        <translation>&amp;Compte</translation>
    </message>
    <message>
        <source>&amp;Acknowledge</source>
        <translation>&amp;Acquitter</translation>
    </message>
    <message>
        <source>&amp;Add a broker…</source>
        <translation>&amp;Ajouter un courtier…</translation>
    </message>
    <message>
        <source>&amp;Add a catalogue…</source>
        <translation>&amp;Ajouter un catalogue…</translation>
    </message>
    <message>
        <source>&amp;Add layers…</source>
        <translation>A&amp;jouter des couches…</translation>
    </message>
    <message>
        <source>&amp;Add to map</source>
        <translation>&amp;Ajouter à la carte</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
    <message>
        <source>&amp;All</source>
        <translation>&amp;Toutes</translation>
    </message>
    <message>
        <source>&amp;Ask again</source>
        <translation>&amp;Interroger de nouveau</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Retour</translation>
    </message>
    <message>
        <source>&amp;Back to the form</source>
        <translation>&amp;Retour au formulaire</translation>
    </message>
    <message>
        <source>&amp;Brokers…</source>
        <translation>&amp;Courtiers…</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>Ann&amp;uler</translation>
    </message>
    <message>
        <source>&amp;Catalogues…</source>
        <translation>&amp;Catalogues…</translation>
    </message>
    <message>
        <source>&amp;Choose an account…</source>
        <translation>&amp;Choisir un compte…</translation>
    </message>
    <message>
        <source>&amp;Cite</source>
        <translation>&amp;Citer</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Fermer</translation>
    </message>
    <message>
        <source>&amp;Connect now</source>
        <translation>Se &amp;connecter maintenant</translation>
    </message>
    <message>
        <source>&amp;Connect to the broker</source>
        <translation>Se &amp;connecter au courtier</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copier</translation>
    </message>
    <message>
        <source>&amp;Copy the command</source>
        <translation>&amp;Copier la commande</translation>
    </message>
    <message>
        <source>&amp;Copy the identifier</source>
        <translation>&amp;Copier l’identifiant</translation>
    </message>
    <message>
        <source>&amp;Copy versions</source>
        <translation>&amp;Copier les versions</translation>
    </message>
    <message>
        <source>&amp;Description</source>
        <translation>&amp;Description</translation>
    </message>
    <message>
        <source>&amp;Details</source>
        <translation>Déta&amp;ils</translation>
    </message>
    <message>
        <source>&amp;Disarm</source>
        <translation>&amp;Désarmer</translation>
    </message>
    <message>
        <source>&amp;Download…</source>
        <translation>&amp;Télécharger…</translation>
    </message>
    <message>
        <source>&amp;E-mail of the contact</source>
        <translation>Courri&amp;el du contact</translation>
    </message>
    <message>
        <source>&amp;Encrypted (TLS)</source>
        <translation>Chiff&amp;ré (TLS)</translation>
    </message>
    <message>
        <source>&amp;End</source>
        <translation>&amp;Vers</translation>
    </message>
    <message>
        <source>&amp;End the shelf</source>
        <translation>&amp;Lever la sourdine</translation>
    </message>
    <message>
        <source>&amp;Find routes</source>
        <translation>&amp;Trouver les parcours</translation>
    </message>
    <message>
        <source>&amp;Forget this store</source>
        <translation>Ou&amp;blier cette base</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>&amp;Format</translation>
    </message>
    <message>
        <source>&amp;Format of the file</source>
        <translation>&amp;Format du fichier</translation>
    </message>
    <message>
        <source>&amp;GPX track…</source>
        <translation>Trace &amp;GPX…</translation>
    </message>
    <message>
        <source>&amp;Go online</source>
        <translation>Passer &amp;en ligne</translation>
    </message>
    <message>
        <source>&amp;Host</source>
        <translation>&amp;Hôte</translation>
    </message>
    <message>
        <source>&amp;How to install them</source>
        <translation>Comment l&amp;es installer</translation>
    </message>
    <message>
        <source>&amp;Humidity</source>
        <translation>H&amp;umidité</translation>
    </message>
    <message>
        <source>&amp;Identifier</source>
        <translation>&amp;Identifiant</translation>
    </message>
    <message>
        <source>&amp;Keep as layer</source>
        <translation>Garder la c&amp;ouche</translation>
    </message>
    <message>
        <source>&amp;Keep both</source>
        <translation>Garder les &amp;deux</translation>
    </message>
    <message>
        <source>&amp;Keywords</source>
        <translation>Mot&amp;s-clés</translation>
    </message>
    <message>
        <source>&amp;Kind</source>
        <translation>&amp;Type</translation>
    </message>
    <message>
        <source>&amp;Leave</source>
        <translation>&amp;Le</translation>
    </message>
    <message>
        <source>&amp;Licence</source>
        <translation>&amp;Licence</translation>
    </message>
    <message>
        <source>&amp;Load the catalogue</source>
        <translation>&amp;Charger le catalogue</translation>
    </message>
    <message>
        <source>&amp;Mapping file</source>
        <translation>Fichier de correspon&amp;dance</translation>
    </message>
    <message>
        <source>&amp;Maximum detour</source>
        <translation>Détour &amp;maximal</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nom</translation>
    </message>
    <message>
        <source>&amp;Name of the contact (optional)</source>
        <translation>&amp;Nom du contact (facultatif)</translation>
    </message>
    <message>
        <source>&amp;No steps, no steep slope</source>
        <translation>Sans marche ni forte pente</translation>
    </message>
    <message>
        <source>&amp;None</source>
        <translation>&amp;Aucune</translation>
    </message>
    <message>
        <source>&amp;Open a store…</source>
        <translation>&amp;Ouvrir une base…</translation>
    </message>
    <message>
        <source>&amp;Open in the catalogue</source>
        <translation>&amp;Ouvrir dans le catalogue</translation>
    </message>
    <message>
        <source>&amp;Open the file</source>
        <translation>&amp;Ouvrir le fichier</translation>
    </message>
    <message>
        <source>&amp;Port</source>
        <translation>&amp;Port</translation>
    </message>
    <message>
        <source>&amp;Publish…</source>
        <translation>&amp;Publier…</translation>
    </message>
    <message>
        <source>&amp;Reason</source>
        <translation>&amp;Motif</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>&amp;Actualiser</translation>
    </message>
    <message>
        <source>&amp;Remove…</source>
        <translation>&amp;Supprimer…</translation>
    </message>
    <message>
        <source>&amp;Replace it</source>
        <translation>&amp;Remplacer</translation>
    </message>
    <message>
        <source>&amp;Request access…</source>
        <translation>De&amp;mander l’accès…</translation>
    </message>
    <message>
        <source>&amp;Reset</source>
        <translation>&amp;Réinitialiser</translation>
    </message>
    <message>
        <source>&amp;Restricted access</source>
        <translation>Accès &amp;restreint</translation>
    </message>
    <message>
        <source>&amp;Retry</source>
        <translation>Réessa&amp;yer</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>Enre&amp;gistrer</translation>
    </message>
    <message>
        <source>&amp;Save the receipt…</source>
        <translation>Enregistrer le &amp;reçu…</translation>
    </message>
    <message>
        <source>&amp;See what will be sent…</source>
        <translation>&amp;Voir ce qui sera envoyé…</translation>
    </message>
    <message>
        <source>&amp;Send the request…</source>
        <translation>&amp;Envoyer la demande…</translation>
    </message>
    <message>
        <source>&amp;Settings of the broker…</source>
        <translation>&amp;Réglages du courtier…</translation>
    </message>
    <message>
        <source>&amp;Settings of the connection…</source>
        <translation>&amp;Paramètres de la connexion…</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Paramètres…</translation>
    </message>
    <message>
        <source>&amp;Shelve…</source>
        <translation>Mettre en &amp;sourdine…</translation>
    </message>
    <message>
        <source>&amp;Show all ({count})</source>
        <translation>Tout &amp;afficher ({count})</translation>
    </message>
    <message>
        <source>&amp;Start again ({count})</source>
        <translation>&amp;Recommencer ({count})</translation>
    </message>
    <message>
        <source>&amp;Store</source>
        <translation>&amp;Base</translation>
    </message>
    <message>
        <source>&amp;Streets or walking network</source>
        <translation>&amp;Rues ou réseau piéton</translation>
    </message>
    <message>
        <source>&amp;Test</source>
        <translation>T&amp;ester</translation>
    </message>
    <message>
        <source>&amp;Threads</source>
        <translation>&amp;Fils d’exécution</translation>
    </message>
    <message>
        <source>&amp;Title</source>
        <translation>&amp;Titre</translation>
    </message>
    <message>
        <source>&amp;Topics</source>
        <translation>Su&amp;jets</translation>
    </message>
    <message>
        <source>&amp;Tree canopy height (optional)</source>
        <translation>Hauteur de la &amp;canopée (facultative)</translation>
    </message>
    <message>
        <source>&amp;Type words</source>
        <translation>&amp;Saisir des mots</translation>
    </message>
    <message>
        <source>&amp;Until</source>
        <translation>&amp;Fin</translation>
    </message>
    <message>
        <source>&amp;Weight of the sun</source>
        <translation>&amp;Poids du soleil</translation>
    </message>
    <message>
        <source>&amp;Why you need the data</source>
        <translation>Pour&amp;quoi vous avez besoin des données</translation>
    </message>
    <message>
        <source>&amp;Write the profile…</source>
        <translation>Écrire le &amp;profil…</translation>
    </message>
    <message>
        <source>&amp;Zoom to it</source>
        <translation>&amp;Zoomer sur les données</translation>
    </message>
    <message>
        <source>&amp;Zoom to the device</source>
        <translation>&amp;Zoomer sur l’équipement</translation>
    </message>
    <message>
        <source>+2 °C (2030)</source>
        <translation>+2&#xa0;°C (2030)</translation>
    </message>
    <message>
        <source>+2.7 °C (2050)</source>
        <translation>+2,7&#xa0;°C (2050)</translation>
    </message>
    <message>
        <source>+4 °C (2100)</source>
        <translation>+4&#xa0;°C (2100)</translation>
    </message>
    <message>
        <source>, {read:.1f} MB read, {written:.1f} MB written.</source>
        <translation>, {read:.1f}&#xa0;Mo lus, {written:.1f}&#xa0;Mo écrits.</translation>
    </message>
    <message>
        <source>0 for the usual one: 8883 with TLS, 1883 without.</source>
        <translation>0 pour le port usuel&#xa0;: 8883 avec TLS, 1883 sans.</translation>
    </message>
    <message>
        <source>0 on the ground, 1 and above on bridges, negative in tunnels and covered passages.</source>
        <translation>0 au sol, 1 et plus sur les ponts, négatif dans les tunnels et les passages couverts.</translation>
    </message>
    <message>
        <source>1 column</source>
        <translation>1 colonne</translation>
    </message>
    <message>
        <source>1 crossing</source>
        <translation>1 traversée</translation>
    </message>
    <message>
        <source>1 dataset</source>
        <translation>1 jeu de données</translation>
    </message>
    <message>
        <source>1 device</source>
        <translation>1&#xa0;équipement</translation>
    </message>
    <message>
        <source>1 feature</source>
        <translation>1 entité</translation>
    </message>
    <message>
        <source>1 keeps the axis of streets; 2 makes two sidewalks and needs a width field.</source>
        <translation>1 conserve l’axe des rues&#xa0;; 2 crée deux trottoirs et nécessite un champ de largeur.</translation>
    </message>
    <message>
        <source>1 message</source>
        <translation>1 message</translation>
    </message>
    <message>
        <source>1 when the sun is below the horizon</source>
        <translation>1 si le soleil est sous l’horizon</translation>
    </message>
    <message>
        <source>1.25 m/s (4.5 km/h) for an adult, 0.8 for an elderly person, 0.9 in a wheelchair.</source>
        <translation>1,25&#xa0;m/s (4,5&#xa0;km/h) pour un adulte, 0,8 pour une personne âgée, 0,9 en fauteuil roulant.</translation>
    </message>
    <message>
        <source>1.25 m/s (4.5 km/h) for an adult, 0.8 for an elderly person.</source>
        <translation>1,25&#xa0;m/s (4,5&#xa0;km/h) pour un adulte, 0,8 pour une personne âgée.</translation>
    </message>
    <message>
        <source>1.3.0 is read by all nodes; 1.4.1 by recent ones only.</source>
        <translation>La version 1.3.0 est lue par tous les nœuds&#xa0;; la 1.4.1, par les nœuds récents seulement.</translation>
    </message>
    <message>
        <source>1: the broker repeats what was not stored. The Things Stack knows 0 only.</source>
        <translation>1&#xa0;: le courtier répète ce qui n’a pas été stocké. The Things Stack ne connaît que 0.</translation>
    </message>
    <message>
        <source>1:{scale}</source>
        <translation>1:{scale}</translation>
    </message>
    <message>
        <source>24 h</source>
        <translation>24&#xa0;h</translation>
    </message>
    <message>
        <source>30 d</source>
        <translation>30&#xa0;j</translation>
    </message>
    <message>
        <source>400 m is about 5 minutes.</source>
        <translation>400 m font environ 5 minutes.</translation>
    </message>
    <message>
        <source>5 % is the limit of the French order of 15 January 2007; used with ways for wheelchairs only.</source>
        <translation>5&#xa0;% est la limite de l’arrêté du 15 janvier 2007&#xa0;; utilisée pour les chemins accessibles en fauteuil seulement.</translation>
    </message>
    <message>
        <source>7 d</source>
        <translation>7&#xa0;j</translation>
    </message>
    <message>
        <source>90 % interval</source>
        <translation>Intervalle à 90&#xa0;%</translation>
    </message>
    <message>
        <source>95 % from</source>
        <translation>95&#xa0;% de</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>Intervalle à 95&#xa0;%</translation>
    </message>
    <message>
        <source>&lt;b&gt;With QPIP.&lt;/b&gt; In &lt;i&gt;Plugins &amp;gt; Manage and Install Plugins&lt;/i&gt;, install the plugin QPIP; it proposes what is missing, for this profile only.</source>
        <translation>&lt;b&gt;Avec QPIP.&lt;/b&gt; Dans &lt;i&gt;Extensions &amp;gt; Installer/Gérer les extensions&lt;/i&gt;, installez l’extension QPIP&#xa0;; elle propose ce qui manque, pour ce profil utilisateur seulement.</translation>
    </message>
    <message>
        <source>&lt;b&gt;With pip.&lt;/b&gt; Run this command in a terminal (OSGeo4W Shell on Windows):</source>
        <translation>&lt;b&gt;Avec pip.&lt;/b&gt; Exécutez cette commande dans un terminal (OSGeo4W Shell sous Windows)&#xa0;:</translation>
    </message>
    <message>
        <source>&lt;h3&gt;City Orchestra {version}&lt;/h3&gt;Environmental transition, on the layers you already have open.</source>
        <translation>&lt;h3&gt;City Orchestra {version}&lt;/h3&gt;La transition écologique, sur les couches que vous avez déjà ouvertes.</translation>
    </message>
    <message>
        <source>A &amp;new project</source>
        <translation>Un &amp;nouveau projet</translation>
    </message>
    <message>
        <source>A LiDAR surface needs the terrain model of the same survey; give it too.</source>
        <translation>Un MNS LiDAR nécessite le modèle numérique de terrain du même levé&#xa0;; indiquez-le aussi.</translation>
    </message>
    <message>
        <source>A PostgreSQL store is backed up by its own tools (pg_dump).</source>
        <translation>Une base PostgreSQL se sauvegarde avec ses propres outils (pg_dump).</translation>
    </message>
    <message>
        <source>A PostgreSQL store needs the Python package psycopg2, which QGIS brings on most systems. Install it, or use a file store.</source>
        <translation>Une base PostgreSQL demande le paquet Python psycopg2, que QGIS apporte sur la plupart des systèmes. Installez-le, ou utilisez une base en fichier.</translation>
    </message>
    <message>
        <source>A WFS gives features, which other algorithms can compute with; WMS and WMTS give pictures. Without MEDIA_ID the first WFS is taken, else the first WMS, else the first WMTS. The version of the record is tried first, then 2.0.0 and 1.1.0.</source>
        <translation>Un WFS donne des entités, sur lesquelles d’autres traitements peuvent calculer&#xa0;; WMS et WMTS donnent des images. Sans MEDIA_ID, le premier WFS est pris, sinon le premier WMS, sinon le premier WMTS. La version indiquée par la fiche est essayée d’abord, puis 2.0.0 et 1.1.0.</translation>
    </message>
    <message>
        <source>A calibration needs 4 pairs or more; there are {count}.</source>
        <translation>Un étalonnage demande au moins 4 paires&#xa0;; il y en a {count}.</translation>
    </message>
    <message>
        <source>A cell counts when its centre is within the radius. Near the edge of the raster, and around cells without data, the share is that of what is known; when less than half of the disc inside the raster is known there is no result. Sums are exact: the result does not depend on tiles or threads.</source>
        <translation>Une cellule compte quand son centre est à l’intérieur du rayon. Près du bord du raster, et autour des cellules sans donnée, la part est celle de ce qui est connu&#xa0;; quand moins de la moitié du disque situé dans le raster est connue, il n’y a pas de résultat. Les sommes sont exactes&#xa0;: le résultat ne dépend ni des tuiles ni des fils d’exécution.</translation>
    </message>
    <message>
        <source>A certificate of the client needs its key, and the key its certificate.</source>
        <translation>Un certificat du client demande sa clé, et la clé son certificat.</translation>
    </message>
    <message>
        <source>A chart needs 3 points or more.</source>
        <translation>Un graphique demande au moins 3 points.</translation>
    </message>
    <message>
        <source>A chart needs a store: nothing is kept without a recorder.</source>
        <translation>Un graphique demande une base&#xa0;: rien n’est conservé sans enregistreur.</translation>
    </message>
    <message>
        <source>A codec is a table of fields, never a program: those of the project (Cayenne LPP, ELSYS, Milesight, Dragino, Adeunis and others) or a YAML file of yours in the same form; resources/codecs holds examples.</source>
        <translation>Un codec est une table de champs, jamais un programme&#xa0;: ceux du projet (Cayenne LPP, ELSYS, Milesight, Dragino, Adeunis et d’autres) ou un fichier YAML à vous, de la même forme&#xa0;; resources/codecs contient des exemples.</translation>
    </message>
    <message>
        <source>A codec of yours, used when CODEC is file.</source>
        <translation>Un codec à vous, utilisé quand CODEC vaut file.</translation>
    </message>
    <message>
        <source>A command has 1 to 242 bytes, not {count}.</source>
        <translation>Une commande compte 1 à 242 octets, pas {count}.</translation>
    </message>
    <message>
        <source>A command has an issuer.</source>
        <translation>Une commande a un émetteur.</translation>
    </message>
    <message>
        <source>A command needs a store: interlocks and the record of commands are kept there.</source>
        <translation>Une commande demande une base&#xa0;: les verrouillages et le registre des commandes y sont conservés.</translation>
    </message>
    <message>
        <source>A consumption between {first} and {last} is negative or no number.</source>
        <translation>Une consommation entre {first} et {last} est négative ou n’est pas un nombre.</translation>
    </message>
    <message>
        <source>A device has no identifier.</source>
        <translation>Un équipement n’a pas d’identifiant.</translation>
    </message>
    <message>
        <source>A device is late before it is lost: give two factors of at least 1, the first no greater.</source>
        <translation>Un équipement est en retard avant d’être perdu&#xa0;: donnez deux facteurs d’au moins 1, le premier n’étant pas le plus grand.</translation>
    </message>
    <message>
        <source>A device is late when nothing was heard for 2.2 periods and one minute, lost after 4 periods and one minute. The period is the declared one, or else the median of the last 32 times between frames; a device whose period is unknown is neither late nor lost. The margin is the signal-to-noise ratio above the floor of the spreading factor: below 5 dB is weak.</source>
        <translation>Un équipement est en retard quand rien n’a été reçu depuis 2,2 périodes et une minute, perdu après 4 périodes et une minute. La période est celle déclarée, ou à défaut la médiane des 32 derniers intervalles entre trames&#xa0;; un équipement dont la période est inconnue n’est ni en retard ni perdu. La marge est l’écart entre le rapport signal sur bruit et le plancher du facteur d’étalement&#xa0;: au-dessous de 5&#xa0;dB, elle est faible.</translation>
    </message>
    <message>
        <source>A drift is sought in 8 values or more; there are {count}.</source>
        <translation>Une dérive se cherche dans au moins 8 valeurs&#xa0;; il y en a {count}.</translation>
    </message>
    <message>
        <source>A field of the network, such as the walkability score: bad streets are avoided as heat is. Optional.</source>
        <translation>Un champ du réseau, comme le score de marchabilité&#xa0;: les mauvaises rues sont évitées comme la chaleur. Facultatif.</translation>
    </message>
    <message>
        <source>A file comes under the name name.part first. When the network breaks off, or when you cancel, the next run goes on where it stopped. The complete file is compared with the checksum of the record (MD5, SHA-256 or SHA-512). A file that is another one is kept as name.bad and is not loaded; a record without a usable checksum makes the file unverifiable, which is no failure.</source>
        <translation>Un fichier arrive d’abord sous le nom nom.part. Quand la connexion est coupée, ou quand vous annulez, l’exécution suivante reprend là où la précédente s’est arrêtée. Le fichier complet est comparé à l’empreinte de la fiche (MD5, SHA-256 ou SHA-512). Un fichier qui n’est pas le bon est gardé sous le nom nom.bad et n’est pas chargé&#xa0;; quand la fiche n’a pas d’empreinte utilisable, le fichier n’est pas vérifiable, ce qui n’est pas un échec.</translation>
    </message>
    <message>
        <source>A file of the format {format} cannot be drawn on a map; download it instead.</source>
        <translation>Un fichier au format {format} ne peut pas être dessiné sur une carte&#xa0;; téléchargez-le plutôt.</translation>
    </message>
    <message>
        <source>A file that is not there is made.</source>
        <translation>Un fichier qui n’existe pas est créé.</translation>
    </message>
    <message>
        <source>A file with one record, a list of records or a page of a catalogue. Leave it empty to give a layer.</source>
        <translation>Fichier contenant une fiche, une liste de fiches ou une page d’un catalogue. Laissez vide pour donner une couche.</translation>
    </message>
    <message>
        <source>A file with one record, a list of records or a page of a catalogue; or the path of a folder of such.</source>
        <translation>Fichier contenant une fiche, une liste de fiches ou une page d’un catalogue&#xa0;; ou chemin d’un dossier de tels fichiers.</translation>
    </message>
    <message>
        <source>A flat line of {duration:.0f} s cannot be told with a measurement each {interval:.0f} s.</source>
        <translation>Un palier de {duration:.0f}&#xa0;s ne peut pas être détecté avec une mesure toutes les {interval:.0f}&#xa0;s.</translation>
    </message>
    <message>
        <source>A frame names a device outside 0 to {last}.</source>
        <translation>Une trame désigne un équipement hors de 0 à {last}.</translation>
    </message>
    <message>
        <source>A gateway is off-line at the end of the span when it sent no statistics for three periods. Networks that give no statistics of their gateways leave it unknown. duty_pct is the greatest share used of the time on air that the law allows, as the gateway tells it.</source>
        <translation>Une passerelle est hors ligne à la fin de la plage de temps quand elle n’a pas envoyé de statistiques pendant trois périodes. Pour les réseaux qui ne donnent pas de statistiques de leurs passerelles, cela reste inconnu. duty_pct est la plus grande part utilisée du temps d’antenne que la loi autorise, telle que la passerelle l’indique.</translation>
    </message>
    <message>
        <source>A group has 1 to {most} devices, not {count}.</source>
        <translation>Un groupe compte 1 à {most} équipements, pas {count}.</translation>
    </message>
    <message>
        <source>A group has at most {most} devices, not {count}.</source>
        <translation>Un groupe compte au plus {most} équipements, pas {count}.</translation>
    </message>
    <message>
        <source>A group names each device once.</source>
        <translation>Un groupe nomme chaque équipement une seule fois.</translation>
    </message>
    <message>
        <source>A larger file is not downloaded, whatever its record announces.</source>
        <translation>Un fichier plus volumineux n’est pas téléchargé, quoi qu’annonce sa fiche.</translation>
    </message>
    <message>
        <source>A layer of this search was removed from the project.</source>
        <translation>Une couche de cette recherche a été retirée du projet.</translation>
    </message>
    <message>
        <source>A map needs at least {least} stations at different places with a value and predictors; there are {count}.</source>
        <translation>Une carte demande au moins {least} stations en des lieux différents, avec une valeur et des prédicteurs&#xa0;; il y en a {count}.</translation>
    </message>
    <message>
        <source>A minus before a name turns it round: -updatedate puts the latest update first.</source>
        <translation>Un signe moins devant un nom inverse l’ordre&#xa0;: -updatedate met la mise à jour la plus récente en premier.</translation>
    </message>
    <message>
        <source>A minute in the sun weighs more than one in the shade; the network needs shade.</source>
        <translation>Une minute au soleil pèse plus qu’une minute à l’ombre&#xa0;; le réseau doit porter l’ombre.</translation>
    </message>
    <message>
        <source>A new dataset</source>
        <translation>Un nouveau jeu de données</translation>
    </message>
    <message>
        <source>A night counts for a station when 80 % of its hours are there. A station whose minimum is more than 4 robust standard deviations from the others is left out of that night. Method: Dubreuil et al. (2020, doi 10.1051/climat/202017006) for the selection; Napoly et al. (2018, doi 10.3389/feart.2018.00118) for the control.</source>
        <translation>Une nuit compte pour une station quand 80&#xa0;% de ses heures sont présentes. Une station dont le minimum est à plus de 4 écarts-types robustes des autres est écartée pour cette nuit. Méthode&#xa0;: Dubreuil et al. (2020, doi 10.1051/climat/202017006) pour la sélection&#xa0;; Napoly et al. (2018, doi 10.3389/feart.2018.00118) pour le contrôle.</translation>
    </message>
    <message>
        <source>A night is selected when the strongest heat island exceeds this; 4 or 5 in published work on Rennes.</source>
        <translation>Une nuit est retenue quand l’îlot de chaleur le plus fort dépasse cette valeur&#xa0;; 4 ou 5 dans les travaux publiés sur Rennes.</translation>
    </message>
    <message>
        <source>A page that sums the run up; nothing in it is loaded from elsewhere.</source>
        <translation>Page qui résume l’exécution&#xa0;; rien n’y est chargé d’ailleurs.</translation>
    </message>
    <message>
        <source>A park that paths enter is reached where they cross its boundary, and the paths inside it count zero. One without a path is reached from each street within 15 m of it, else, like a point, from the nearest street. The table counts streets and people by band of one minute; people without a street nearby, or whose street leads to no place, are not reached.</source>
        <translation>Un parc où entrent des chemins s’atteint là où ils franchissent sa limite, et les chemins qu’il contient comptent zéro. Un parc sans chemin s’atteint depuis chaque rue à 15 m de lui au plus, sinon, comme un point, depuis la rue la plus proche. La table compte les rues et les habitants par tranche d’une minute&#xa0;; les habitants sans rue proche, ou dont la rue ne mène à aucun lieu, ne sont pas desservis.</translation>
    </message>
    <message>
        <source>A part of the state lies outside 0 to 1.</source>
        <translation>Une composante de l’état sort de l’intervalle de 0 à 1.</translation>
    </message>
    <message>
        <source>A pattern of topics is a text of at most {most} characters.</source>
        <translation>Un motif de sujets est un texte de {most} caractères au plus.</translation>
    </message>
    <message>
        <source>A period is above zero seconds; correct the period of the devices.</source>
        <translation>Une période est supérieure à zéro seconde&#xa0;; corrigez la période des équipements.</translation>
    </message>
    <message>
        <source>A place is on a path that may not be walked; move it to another street.</source>
        <translation>Un lieu se trouve sur un chemin où la marche n’est pas autorisée&#xa0;; déplacez-le vers une autre rue.</translation>
    </message>
    <message>
        <source>A place is {distance:.0f} m from the walking network; move it within {limit:.0f} m of a street or path.</source>
        <translation>Un lieu est à {distance:.0f}&#xa0;m du réseau piéton&#xa0;; déplacez-le à moins de {limit:.0f}&#xa0;m d’une rue ou d’un chemin.</translation>
    </message>
    <message>
        <source>A polygon that no path enters is reached from the streets within this distance.</source>
        <translation>Un polygone où n’entre aucun chemin s’atteint depuis les rues situées à cette distance au plus.</translation>
    </message>
    <message>
        <source>A reception names a number outside 0 to {last}.</source>
        <translation>Une réception désigne un numéro hors de 0 à {last}.</translation>
    </message>
    <message>
        <source>A request is made with an account of the portal: choose one in AUTHCFG.</source>
        <translation>Une demande se fait avec un compte du portail&#xa0;: choisissez-en un dans AUTHCFG.</translation>
    </message>
    <message>
        <source>A ring of the geographic distribution does not end where it begins: close it.</source>
        <translation>Un contour de la répartition géographique ne finit pas où il commence&#xa0;: fermez-le.</translation>
    </message>
    <message>
        <source>A saved profile keeps its place at the broker between two runs, so that nothing is missed; an address given as HOST does not. For days and weeks run the recorder as a program of its own: python -m cityorchestra.processing_provider.iot record. Only one recorder writes to a store.</source>
        <translation>Un profil enregistré garde sa place auprès du courtier entre deux exécutions, si bien que rien n’est manqué&#xa0;; une adresse donnée dans HOST ne le fait pas. Pour des jours et des semaines, lancez l’enregistreur comme un programme à part&#xa0;: python -m cityorchestra.processing_provider.iot record. Un seul enregistreur écrit dans une base.</translation>
    </message>
    <message>
        <source>A schedule is looked at over ten years at most.</source>
        <translation>Une planification s’examine sur dix ans au plus.</translation>
    </message>
    <message>
        <source>A scheduler address is given but the package dask.distributed is missing; install it, or leave the address empty to use this machine.</source>
        <translation>Une adresse d’ordonnanceur est indiquée mais le paquet dask.distributed est absent&#xa0;; installez-le, ou laissez l’adresse vide pour utiliser cette machine.</translation>
    </message>
    <message>
        <source>A score is counted in metres and cannot be added to a dose of heat; choose sun or comfort as what to avoid, or no score.</source>
        <translation>Un score se compte en mètres et ne peut pas s’ajouter à une dose de chaleur&#xa0;; choisissez sun ou comfort comme chose à éviter, ou aucun score.</translation>
    </message>
    <message>
        <source>A service.</source>
        <translation>Un service.</translation>
    </message>
    <message>
        <source>A service; the address when empty.</source>
        <translation>Un service&#xa0;; l’adresse si le champ est vide.</translation>
    </message>
    <message>
        <source>A source obliges you to share the result under {licence}: {sources}.</source>
        <translation>Une source vous oblige à partager le résultat sous {licence}&#xa0;: {sources}.</translation>
    </message>
    <message>
        <source>A start or an end farther from the network than this is refused.</source>
        <translation>Un départ ou une arrivée plus éloigné du réseau est refusé.</translation>
    </message>
    <message>
        <source>A station has no place; the spatial check needs one for each.</source>
        <translation>Une station n’a pas d’emplacement&#xa0;; le contrôle spatial en demande un pour chacune.</translation>
    </message>
    <message>
        <source>A store alone is for reading: choose the broker of the device to command it.</source>
        <translation>Une base seule ne sert qu’à la lecture&#xa0;: choisissez le courtier de l’équipement pour le commander.</translation>
    </message>
    <message>
        <source>A table or layer with one row for each frame; its fields are kept.</source>
        <translation>Une table ou une couche avec une ligne par trame&#xa0;; ses champs sont conservés.</translation>
    </message>
    <message>
        <source>A threshold is {value}; give 0 or more.</source>
        <translation>Un seuil vaut {value}&#xa0;; indiquez 0 ou plus.</translation>
    </message>
    <message>
        <source>A topic of the mapping {file} is a filter, or a filter and a pattern.</source>
        <translation>Un sujet de la correspondance {file} est un filtre, ou un filtre et un motif.</translation>
    </message>
    <message>
        <source>A track is called by the field chosen, else by the rank and the role of a cool route, else by its number. Its description tells length, time and length in the sun where the line has them.</source>
        <translation>Une trace porte le nom donné par le champ choisi, sinon le rang et le rôle d’un parcours fraîcheur, sinon son numéro. Sa description donne la longueur, la durée et la longueur au soleil quand la ligne les possède.</translation>
    </message>
    <message>
        <source>A trend of {count} points takes too long; average them first, by hour or by day, to {most} at most.</source>
        <translation>Une tendance sur {count} points prend trop de temps&#xa0;; faites-en d’abord la moyenne, par heure ou par jour, pour {most} au plus.</translation>
    </message>
    <message>
        <source>A value of the mapping {file} is a list of names and values.</source>
        <translation>Une valeur de la correspondance {file} est une liste de noms et de valeurs.</translation>
    </message>
    <message>
        <source>A {contract} service needs the parameters {missing}: add them.</source>
        <translation>Un service {contract} a besoin des paramètres {missing}&#xa0;: ajoutez-les.</translation>
    </message>
    <message>
        <source>A {kind} gives pictures, which no extent limits; the whole layer was opened.</source>
        <translation>Un {kind} donne des images, qu’aucune emprise ne limite&#xa0;; la couche entière a été ouverte.</translation>
    </message>
    <message>
        <source>A&amp;ccount</source>
        <translation>&amp;Compte</translation>
    </message>
    <message>
        <source>A&amp;larm rules</source>
        <translation>Règles d’a&amp;larme</translation>
    </message>
    <message>
        <source>A&amp;rm</source>
        <translation>A&amp;rmer</translation>
    </message>
    <message>
        <source>A&amp;uthorities</source>
        <translation>A&amp;utorités</translation>
    </message>
    <message>
        <source>A&amp;void</source>
        <translation>Év&amp;iter</translation>
    </message>
    <message>
        <source>About City Orchestra</source>
        <translation>À propos de City Orchestra</translation>
    </message>
    <message>
        <source>About people (&amp;GDPR)</source>
        <translation>Concerne des personnes (R&amp;GPD)</translation>
    </message>
    <message>
        <source>About the chosen download</source>
        <translation>À propos du téléchargement choisi</translation>
    </message>
    <message>
        <source>About the dataset</source>
        <translation>À propos du jeu de données</translation>
    </message>
    <message>
        <source>Above that quantile they are dropped too.</source>
        <translation>Au-dessus de ce quantile, elles sont écartées aussi.</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Acceptée</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>Accès</translation>
    </message>
    <message>
        <source>Access is asked for on a RUDI portal; {server} is none.</source>
        <translation>L’accès se demande sur un portail RUDI&#xa0;; {server} n’en est pas un.</translation>
    </message>
    <message>
        <source>Access is restricted, so the layer is a copy of what the service gave now.</source>
        <translation>L’accès est restreint&#xa0;: la couche est une copie de ce que le service vient de donner.</translation>
    </message>
    <message>
        <source>Access to cool places</source>
        <translation>Accès aux lieux frais</translation>
    </message>
    <message>
        <source>Access to restricted data</source>
        <translation>Accès aux données restreintes</translation>
    </message>
    <message>
        <source>Access to this WFS is restricted, so its features were copied to {file}. The layer is that copy: it does not follow later changes.</source>
        <translation>L’accès à ce WFS est restreint&#xa0;: ses entités ont été copiées dans {file}. La couche est cette copie&#xa0;: elle ne suit pas les changements ultérieurs.</translation>
    </message>
    <message>
        <source>Access to this map service is restricted. The portal wants a token that changes every few minutes, which QGIS cannot give for maps in pictures; add the WFS of the dataset or download a file.</source>
        <translation>L’accès à ce service de carte est restreint. Le portail exige un jeton qui change toutes les quelques minutes, ce que QGIS ne sait pas fournir pour des cartes en images&#xa0;; ajoutez le WFS du jeu de données ou téléchargez un fichier.</translation>
    </message>
    <message>
        <source>Accessibility: {failing} segments fail, {unknown} are not known.</source>
        <translation>Accessibilité&#xa0;: {failing} tronçons ne sont pas conformes, {unknown} sont inconnus.</translation>
    </message>
    <message>
        <source>Accoun&amp;t</source>
        <translation>&amp;Compte</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Compte</translation>
    </message>
    <message>
        <source>Account that &amp;commands</source>
        <translation>Compte de c&amp;ommande</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Action</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Actives</translation>
    </message>
    <message>
        <source>Active, acknowledged</source>
        <translation>Active, acquittée</translation>
    </message>
    <message>
        <source>Active, not acknowledged</source>
        <translation>Active, non acquittée</translation>
    </message>
    <message>
        <source>Add a RUDI portal, a node, or another catalogue to search in it.</source>
        <translation>Ajoutez un portail RUDI, un nœud ou un autre catalogue pour y chercher.</translation>
    </message>
    <message>
        <source>Add a layer of streets and a surface model to find walks in the shade.</source>
        <translation>Ajoutez une couche de rues et un modèle numérique de surface pour trouver des parcours à l’ombre.</translation>
    </message>
    <message>
        <source>Add a map service</source>
        <translation>Ajouter un service de carte</translation>
    </message>
    <message>
        <source>Add one layer</source>
        <translation>Ajouter une couche</translation>
    </message>
    <message>
        <source>Add temperature stations and their records, a walkability survey and cool places to the GeoPackage.</source>
        <translation>Ajouter au GeoPackage des stations de température et leurs relevés, une enquête de marchabilité et des lieux frais.</translation>
    </message>
    <message>
        <source>Add the layer to the project</source>
        <translation>Ajouter la couche au projet</translation>
    </message>
    <message>
        <source>Add the layers of the GeoPackage to the project, styled; without effect in qgis_process.</source>
        <translation>Ajoute au projet les couches du GeoPackage, avec leur style&#xa0;; sans effet dans qgis_process.</translation>
    </message>
    <message>
        <source>Add to the map</source>
        <translation>Ajouter à la carte</translation>
    </message>
    <message>
        <source>Add {count} layers</source>
        <translation>Ajouter {count} couches</translation>
    </message>
    <message>
        <source>Add “{name}” to the map (Return)</source>
        <translation>Ajouter «&#xa0;{name}&#xa0;» à la carte (Entrée)</translation>
    </message>
    <message>
        <source>Added to the air temperature: reference warming for metropolitan France (TRACC). It is counted from 1850-1900, so part of it is in a temperature measured today.</source>
        <translation>Ajouté à la température de l’air&#xa0;: réchauffement de référence pour la France métropolitaine (TRACC). Il est compté depuis 1850-1900&#xa0;: une température mesurée aujourd’hui en contient déjà une partie.</translation>
    </message>
    <message>
        <source>Added, but without a single feature: {layers}.</source>
        <translation>Ajouté, mais sans aucune entité&#xa0;: {layers}.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Address of a Dask scheduler whose workers see the same files, for example tcp://server:8786; empty to compute on this machine. The result is the same.</source>
        <translation>Adresse d’un ordonnanceur Dask dont les processus de calcul voient les mêmes fichiers, par exemple tcp://server:8786&#xa0;; vide pour calculer sur cette machine. Le résultat est le même.</translation>
    </message>
    <message>
        <source>Address of the dataset</source>
        <translation>Adresse du jeu de données</translation>
    </message>
    <message>
        <source>Address of the file</source>
        <translation>Adresse du fichier</translation>
    </message>
    <message>
        <source>Address of the node or of its manager, or name of a connection saved in the RUDI panel.</source>
        <translation>Adresse du nœud ou de son gestionnaire, ou nom d’une connexion enregistrée dans le panneau RUDI.</translation>
    </message>
    <message>
        <source>Address of the portal</source>
        <translation>Adresse du portail</translation>
    </message>
    <message>
        <source>Address of the producer</source>
        <translation>Adresse du producteur</translation>
    </message>
    <message>
        <source>Address of the ser&amp;ver</source>
        <translation>&amp;Adresse du serveur</translation>
    </message>
    <message>
        <source>Address of the service</source>
        <translation>Adresse du service</translation>
    </message>
    <message>
        <source>Address on the portal</source>
        <translation>Adresse sur le portail</translation>
    </message>
    <message>
        <source>Adds four bands: what is seen of the half of the sky on the north, east, south and west sides.</source>
        <translation>Ajoute quatre bandes&#xa0;: ce qui est vu de la moitié du ciel du côté nord, est, sud et ouest.</translation>
    </message>
    <message>
        <source>Adds to each row of a table what its frame tells: one field for each value, decode_error where something was not understood (what was read before is kept), measured where the device tells its own time, and records, as JSON, for measurements of other moments in the same frame.</source>
        <translation>Ajoute à chaque ligne d’une table ce que dit sa trame&#xa0;: un champ par valeur, decode_error là où quelque chose n’a pas été compris (ce qui a été lu avant est gardé), measured là où l’équipement donne sa propre heure, et records, en JSON, pour les mesures d’autres instants dans la même trame.</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Options avancées</translation>
    </message>
    <message>
        <source>After so many seconds without an answer the server is given up, once all tries are spent.</source>
        <translation>Après ce nombre de secondes sans réponse, et une fois tous les essais faits, le serveur est abandonné.</translation>
    </message>
    <message>
        <source>After so many seconds without the proof the run fails; 0 does not wait once the broker has it.</source>
        <translation>Après ce nombre de secondes sans la preuve, l’exécution échoue&#xa0;; 0 n’attend plus dès que le courtier MQTT a la commande.</translation>
    </message>
    <message>
        <source>After weighting by the population the survey tells as much as {count} respondents.</source>
        <translation>Après redressement sur la population, l’enquête vaut {count} répondants.</translation>
    </message>
    <message>
        <source>After {seconds:.0f} s the command is {state}, and {goal} is not proven yet. It was sent and may still be done: follow it in the log of commands.</source>
        <translation>Après {seconds:.0f}&#xa0;s, la commande est dans l’état {state}, et {goal} n’est pas encore prouvé. Elle a été envoyée et peut encore être exécutée&#xa0;: suivez-la dans le journal des commandes.</translation>
    </message>
    <message>
        <source>Afterwards</source>
        <translation>Après</translation>
    </message>
    <message>
        <source>Air temperature (°C)</source>
        <translation>Température de l’air (°C)</translation>
    </message>
    <message>
        <source>Air temperature in degrees Celsius.</source>
        <translation>Température de l’air en degrés Celsius.</translation>
    </message>
    <message>
        <source>Air temperature raster (°C)</source>
        <translation>Raster de température de l’air (°C)</translation>
    </message>
    <message>
        <source>Alarm rules (YAML)</source>
        <translation>Règles d’alarme (YAML)</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>Alarmes</translation>
    </message>
    <message>
        <source>Alarms ({count})</source>
        <translation>Alarmes ({count})</translation>
    </message>
    <message>
        <source>Alarms active for more than a day</source>
        <translation>Alarmes actives depuis plus d’un jour</translation>
    </message>
    <message>
        <source>Alarms announced</source>
        <translation>Alarmes annoncées</translation>
    </message>
    <message>
        <source>Alarms announced in 10 minutes, most</source>
        <translation>Alarmes annoncées en 10&#xa0;minutes, maximum</translation>
    </message>
    <message>
        <source>Alarms announced per 10 minutes, mean</source>
        <translation>Alarmes annoncées par 10&#xa0;minutes, moyenne</translation>
    </message>
    <message>
        <source>Alarms announced per day</source>
        <translation>Alarmes annoncées par jour</translation>
    </message>
    <message>
        <source>Alarms are judged by the recorder, and kept in its store.</source>
        <translation>Les alarmes sont évaluées par l’enregistreur et conservées dans sa base.</translation>
    </message>
    <message>
        <source>Alarms that chatter</source>
        <translation>Alarmes instables</translation>
    </message>
    <message>
        <source>Alarms that need somebody</source>
        <translation>Alarmes qui demandent une intervention</translation>
    </message>
    <message>
        <source>Alarms to mend</source>
        <translation>Alarmes à corriger</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Toutes</translation>
    </message>
    <message>
        <source>All cores</source>
        <translation>Tous les cœurs</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Tous les fichiers</translation>
    </message>
    <message>
        <source>All good compromises</source>
        <translation>Tous les bons compromis</translation>
    </message>
    <message>
        <source>All interlocks allow it. Nothing was sent yet.</source>
        <translation>Tous les verrouillages l’autorisent. Rien n’a encore été envoyé.</translation>
    </message>
    <message>
        <source>All must be found, in any order, in titles, keywords, producers and descriptions; accents, capitals and plurals do not matter. Empty for all datasets.</source>
        <translation>Tous doivent être trouvés, dans n’importe quel ordre, dans les titres, les mots-clés, les producteurs et les descriptions&#xa0;; accents, majuscules et pluriels ne comptent pas. Vide pour tous les jeux de données.</translation>
    </message>
    <message>
        <source>All origins together</source>
        <translation>Toutes les origines ensemble</translation>
    </message>
    <message>
        <source>All origins with all destinations make {count} pairs, more than {most}; select fewer points, or pair them by a field or with the nearest.</source>
        <translation>Toutes les origines avec toutes les destinations font {count} paires, plus de {most}&#xa0;; sélectionnez moins de points, ou associez-les par un champ ou à la plus proche.</translation>
    </message>
    <message>
        <source>All routes as Geo&amp;JSON…</source>
        <translation>Tous les parcours en Geo&amp;JSON…</translation>
    </message>
    <message>
        <source>All slopes are exactly 0: the network was made on a terrain model without relief. The slope is left out; make the network again with a terrain model.</source>
        <translation>Toutes les pentes valent exactement 0&#xa0;: le réseau a été fait sur un modèle de terrain sans relief. La pente est laissée de côté&#xa0;; refaites le réseau avec un modèle de terrain.</translation>
    </message>
    <message>
        <source>All that came was stored</source>
        <translation>Tout ce qui est arrivé a été stocké</translation>
    </message>
    <message>
        <source>All that is watched is within its limits.</source>
        <translation>Tout ce qui est surveillé est dans ses limites.</translation>
    </message>
    <message>
        <source>All the stations have the same value ({value:g}); there is no heat island to map.</source>
        <translation>Toutes les stations ont la même valeur ({value:g})&#xa0;; il n’y a pas d’îlot de chaleur à cartographier.</translation>
    </message>
    <message>
        <source>All values of {facet}</source>
        <translation>Toutes les valeurs de {facet}</translation>
    </message>
    <message>
        <source>Along this network route {rank} has {found:.0f} m in the sun, its own figure is {told:.0f} m: it was searched with another shade, day or hour.</source>
        <translation>Le long de ce réseau, le parcours {rank} a {found:.0f} m au soleil, alors qu’il en annonce {told:.0f} m&#xa0;: il a été cherché avec une autre ombre, un autre jour ou une autre heure.</translation>
    </message>
    <message>
        <source>Also join lines of equal level that cross each other without sharing a vertex.</source>
        <translation>Relie aussi les lignes de même niveau qui se croisent sans sommet commun.</translation>
    </message>
    <message>
        <source>Also keeps walks that a moving shadow could still favour; slower, seldom different.</source>
        <translation>Conserve aussi les parcours qu’une ombre en mouvement pourrait encore favoriser&#xa0;; plus lent, rarement différent.</translation>
    </message>
    <message>
        <source>Also use stations that the heat-island nights flagged as often an outlier or short of nights.</source>
        <translation>Utiliser aussi les stations que les nuits d’îlot de chaleur signalent comme souvent aberrantes ou manquant de nuits.</translation>
    </message>
    <message>
        <source>Alternative field (pairs)</source>
        <translation>Champ de l’alternative (pairs)</translation>
    </message>
    <message>
        <source>Altitude of the ground, in a metric CRS; the rasters take its grid. Without it the ground is flat.</source>
        <translation>Altitude du sol, dans un SCR métrique&#xa0;; les rasters en prennent la grille. Sans lui, le sol est plat.</translation>
    </message>
    <message>
        <source>Altitude of the ground, to compute slopes; a metric CRS is needed.</source>
        <translation>Altitude du sol, pour calculer les pentes&#xa0;; un SCR métrique est nécessaire.</translation>
    </message>
    <message>
        <source>Altitude of the ground; fills the holes of the surface model and carries the trees; same grid.</source>
        <translation>Altitude du sol&#xa0;; comble les trous du modèle numérique de surface et porte les arbres&#xa0;; même grille.</translation>
    </message>
    <message>
        <source>Altitude of the terrain and the buildings, without vegetation, in a metric CRS with square cells; trees in it would be opaque from the ground up.</source>
        <translation>Altitude du terrain et des bâtiments, sans végétation, dans un SCR métrique et en cellules carrées&#xa0;; des arbres qui y figureraient seraient opaques depuis le sol.</translation>
    </message>
    <message>
        <source>Altitude of the top of everything (MNS of LiDAR HD), on the grid of the terrain model.</source>
        <translation>Altitude du dessus de toute chose (MNS du LiDAR HD), sur la grille du modèle numérique de terrain.</translation>
    </message>
    <message>
        <source>An alarm is shelved for 24 hours at most, until a moment to come.</source>
        <translation>Une alarme est mise en sourdine pour 24&#xa0;h au plus, jusqu’à un moment à venir.</translation>
    </message>
    <message>
        <source>An extent is four numbers in degrees: west, south, east, north. Fill in all of them.</source>
        <translation>Une emprise est faite de quatre nombres en degrés&#xa0;: ouest, sud, est, nord. Remplissez-les tous.</translation>
    </message>
    <message>
        <source>An index compares the zones of one run with one another: it changes when zones are added, and the indices of two cities cannot be compared. With fewer than about ten zones it says little.</source>
        <translation>Un indice compare entre elles les zones d’un même calcul&#xa0;: il change quand on ajoute des zones, et les indices de deux villes ne se comparent pas. Avec moins d’une dizaine de zones, il dit peu de chose.</translation>
    </message>
    <message>
        <source>Announced</source>
        <translation>Annoncées</translation>
    </message>
    <message>
        <source>Another command to this device waits for its outcome.</source>
        <translation>Une autre commande vers cet équipement attend son issue.</translation>
    </message>
    <message>
        <source>Another recorder already writes to {store}. Stop it first.</source>
        <translation>Un autre enregistreur écrit déjà dans {store}. Arrêtez-le d’abord.</translation>
    </message>
    <message>
        <source>Another recorder writes to this store.</source>
        <translation>Un autre enregistreur écrit dans cette base.</translation>
    </message>
    <message>
        <source>Answer of the portal</source>
        <translation>Réponse du portail</translation>
    </message>
    <message>
        <source>Answers used</source>
        <translation>Réponses utilisées</translation>
    </message>
    <message>
        <source>Any line layer: BD TOPO, OpenStreetMap, or the streets of a prepared territory.</source>
        <translation>Toute couche de lignes&#xa0;: BD TOPO, OpenStreetMap, ou les rues d’un territoire préparé.</translation>
    </message>
    <message>
        <source>Any line layer; a network that carries its shade already answers at once.</source>
        <translation>Toute couche de lignes&#xa0;; un réseau qui porte déjà son ombre répond aussitôt.</translation>
    </message>
    <message>
        <source>Anyone will be able to read it: better that of a service than that of a person.</source>
        <translation>Tout le monde pourra la lire&#xa0;: mieux vaut celle d’un service que celle d’une personne.</translation>
    </message>
    <message>
        <source>App&amp;lication</source>
        <translation>Appl&amp;ication</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Application</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>Archivée</translation>
    </message>
    <message>
        <source>Archives are looked at before they are opened: those that lead out of their folder or would grow out of proportion are refused. Limits: encrypted files are kept as they are and not loaded; redirects to another server are not followed; a table whose place is in one column is copied to GeoJSON beside it.</source>
        <translation>Les archives sont examinées avant d’être ouvertes&#xa0;: celles qui sortent de leur dossier ou qui grossiraient démesurément sont refusées. Limites&#xa0;: les fichiers chiffrés sont gardés tels quels et ne sont pas chargés&#xa0;; les redirections vers un autre serveur ne sont pas suivies&#xa0;; une table dont la position est dans une seule colonne est copiée en GeoJSON à côté d’elle.</translation>
    </message>
    <message>
        <source>Area around the streets within the longest walk, and the places themselves.</source>
        <translation>Surface autour des rues situées à la durée maximale de marche au plus, et les lieux eux-mêmes.</translation>
    </message>
    <message>
        <source>Area within the largest budget (m²)</source>
        <translation>Surface dans le plus grand budget (m²)</translation>
    </message>
    <message>
        <source>Areas must be 0 or more, and the land must have one.</source>
        <translation>Les surfaces doivent être positives ou nulles et le terrain doit en avoir une.</translation>
    </message>
    <message>
        <source>Areas reached</source>
        <translation>Surfaces atteintes</translation>
    </message>
    <message>
        <source>Areas without the smaller ones</source>
        <translation>Surfaces sans les plus petites</translation>
    </message>
    <message>
        <source>As m4 left them.</source>
        <translation>Telles que m4 les a laissées.</translation>
    </message>
    <message>
        <source>As points</source>
        <translation>Sous forme de points</translation>
    </message>
    <message>
        <source>As set in the gateways; ChirpStack’s is 30 s.</source>
        <translation>Telle que réglée dans les passerelles&#xa0;; celle de ChirpStack est de 30&#xa0;s.</translation>
    </message>
    <message>
        <source>As the administrator of the node gives it.</source>
        <translation>Telle que l’administrateur du nœud la donne.</translation>
    </message>
    <message>
        <source>As “Metadata from a layer” writes it.</source>
        <translation>Telle que l’écrit «&#xa0;Métadonnées d’une couche&#xa0;».</translation>
    </message>
    <message>
        <source>As&amp;k the portal</source>
        <translation>Interro&amp;ger le portail</translation>
    </message>
    <message>
        <source>Ask for access to “{title}”</source>
        <translation>Demander l’accès à «&#xa0;{title}&#xa0;»</translation>
    </message>
    <message>
        <source>Ask nothing of the network: what the panel or an earlier search kept is read, with its age.</source>
        <translation>Ne rien demander au réseau&#xa0;: ce que le panneau ou une recherche précédente a conservé est lu, avec son âge.</translation>
    </message>
    <message>
        <source>Ask the catalogue {name}</source>
        <translation>Interroger le catalogue {name}</translation>
    </message>
    <message>
        <source>Ask the node to send the dataset to the portal</source>
        <translation>Demander au nœud d’envoyer le jeu de données au portail</translation>
    </message>
    <message>
        <source>Ask the node to send to the portal</source>
        <translation>Demander au nœud d’envoyer au portail</translation>
    </message>
    <message>
        <source>Ask the portal for a dataset</source>
        <translation>Demander un jeu de données au portail</translation>
    </message>
    <message>
        <source>Ask the producer for access to this dataset</source>
        <translation>Demander au producteur l’accès à ce jeu de données</translation>
    </message>
    <message>
        <source>Asking the portal for your projects…</source>
        <translation>Demande de vos projets au portail…</translation>
    </message>
    <message>
        <source>Asking the service for “{name}”…</source>
        <translation>Demande de «&#xa0;{name}&#xa0;» au service…</translation>
    </message>
    <message>
        <source>Asking {name} what is new…</source>
        <translation>Demande des nouveautés à {name}…</translation>
    </message>
    <message>
        <source>Asking {name}…</source>
        <translation>Interrogation de {name}…</translation>
    </message>
    <message>
        <source>Asking {server} what it has…</source>
        <translation>Interrogation de {server} sur ce qu’il contient…</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Demande en cours…</translation>
    </message>
    <message>
        <source>Asks a catalogue for one dataset and writes its record as the catalogue gives it (JSON) and a card to read or print (HTML): description, files and services, licence, quality marks, contacts, citation.</source>
        <translation>Demande un jeu de données à un catalogue et écrit sa fiche telle que le catalogue la donne (JSON), avec une fiche à lire ou à imprimer (HTML)&#xa0;: description, fichiers et services, licence, repères de qualité, contacts, citation.</translation>
    </message>
    <message>
        <source>Asks for a dataset of a RUDI portal in the name of one of your projects, or of a new one. The first run sends nothing: the page shows exactly what would be sent. Run again without DRY_RUN to send it. A dataset that the project asked for already is not asked for twice.</source>
        <translation>Demande un jeu de données d’un portail RUDI au nom de l’un de vos projets, ou d’un nouveau. La première exécution n’envoie rien&#xa0;: la page montre exactement ce qui serait envoyé. Relancez sans DRY_RUN pour l’envoyer. Un jeu de données que le projet a déjà demandé n’est pas demandé deux fois.</translation>
    </message>
    <message>
        <source>Asks for your agreement, then sends exactly this</source>
        <translation>Demande votre accord, puis envoie exactement ceci</translation>
    </message>
    <message>
        <source>Asks the portal that the panel is connected to whether it has the dataset</source>
        <translation>Demande au portail auquel le panneau est connecté s’il a le jeu de données</translation>
    </message>
    <message>
        <source>Asks the producer of a restricted dataset for access, in the name of a project of your account.</source>
        <translation>Demander au producteur d’un jeu de données restreint d’y donner accès, au nom d’un projet de votre compte.</translation>
    </message>
    <message>
        <source>Asks {host} for it: that server then knows that somebody looks at this dataset.</source>
        <translation>La demande à {host}&#xa0;: ce serveur sait alors que quelqu’un regarde ce jeu de données.</translation>
    </message>
    <message>
        <source>Assume traffic and speed from the class</source>
        <translation>Supposer le trafic et la vitesse d’après la classe</translation>
    </message>
    <message>
        <source>At</source>
        <translation>Instant</translation>
    </message>
    <message>
        <source>At a station that it has not seen, the map is wrong by {chain} °C (root mean square). Giving every place the mean of the stations would be wrong by {mean} °C.</source>
        <translation>À une station qu’elle n’a pas vue, la carte se trompe de {chain} °C (moyenne quadratique). Donner partout la moyenne des stations se tromperait de {mean} °C.</translation>
    </message>
    <message>
        <source>At a time in the past everything is read again from frames and observations as far as they are kept; the priority of alarms is known of the present only. Devices without a place have no geometry: they are in the table, not on the map.</source>
        <translation>À un instant passé, tout est relu depuis les trames et les observations, dans la mesure où elles sont conservées&#xa0;; la priorité des alarmes n’est connue que pour le présent. Les équipements sans emplacement n’ont pas de géométrie&#xa0;: ils sont dans la table, pas sur la carte.</translation>
    </message>
    <message>
        <source>At least {count} is needed here.</source>
        <translation>Il en faut au moins {count} ici.</translation>
    </message>
    <message>
        <source>At most 150 characters, without codes or dates of export.</source>
        <translation>150 caractères au plus, sans codes ni dates d’export.</translation>
    </message>
    <message>
        <source>At most 150 characters; empty for that of the layer.</source>
        <translation>150 caractères au plus&#xa0;; vide pour celui de la couche.</translation>
    </message>
    <message>
        <source>At most so many records are read from a CSW service; files are read whole.</source>
        <translation>On n’en demande pas plus à un service CSW&#xa0;; les fichiers sont lus en entier.</translation>
    </message>
    <message>
        <source>At the foot of the first page of each print layout of the project</source>
        <translation>Au bas de la première page de chaque mise en page du projet</translation>
    </message>
    <message>
        <source>At the hottest point it feels like {felt} °C; heat dose {dose} °C·min.</source>
        <translation>Au point le plus chaud, on ressent {felt}&#xa0;°C&#xa0;; dose de chaleur {dose}&#xa0;°C·min.</translation>
    </message>
    <message>
        <source>Azimuth and elevation of the sun through a day, at one place.</source>
        <translation>Azimut et hauteur du soleil au fil d’une journée, en un lieu.</translation>
    </message>
    <message>
        <source>Azimuth of the sun from grid north (degrees)</source>
        <translation>Azimut du soleil depuis le nord du quadrillage (degrés)</translation>
    </message>
    <message>
        <source>Background of the map</source>
        <translation>Fond de carte</translation>
    </message>
    <message>
        <source>Bad (%)</source>
        <translation>Mauvaises (%)</translation>
    </message>
    <message>
        <source>Band of the shade</source>
        <translation>Bande de l’ombre</translation>
    </message>
    <message>
        <source>Bands</source>
        <translation>Bandes</translation>
    </message>
    <message>
        <source>Bands of one minute, then what is farther (beyond), then what is not reached (unreached).</source>
        <translation>Tranches d’une minute, puis ce qui est plus loin (beyond), puis ce qui n’est pas desservi (unreached).</translation>
    </message>
    <message>
        <source>Bands: {names}.</source>
        <translation>Bandes&#xa0;: {names}.</translation>
    </message>
    <message>
        <source>Batteries</source>
        <translation>Batteries</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>Batterie</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Avant</translation>
    </message>
    <message>
        <source>Before T1.</source>
        <translation>Avant T1.</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Début</translation>
    </message>
    <message>
        <source>Beginning of the names of the bands for means; the name of the raster by default.</source>
        <translation>Début du nom des bandes pour les moyennes&#xa0;; par défaut, le nom du raster.</translation>
    </message>
    <message>
        <source>Beginning of the period</source>
        <translation>Début de la période</translation>
    </message>
    <message>
        <source>Beginning, included; empty for {days:g} days before the end.</source>
        <translation>Début, inclus&#xa0;; vide pour {days:g} jours avant la fin.</translation>
    </message>
    <message>
        <source>Being examined</source>
        <translation>En cours d’examen</translation>
    </message>
    <message>
        <source>Below that quantile values are dropped.</source>
        <translation>Au-dessous de ce quantile, les valeurs sont écartées.</translation>
    </message>
    <message>
        <source>Best match</source>
        <translation>Pertinence</translation>
    </message>
    <message>
        <source>Better that of a service than that of a person.</source>
        <translation>Mieux vaut celle d’un service que celle d’une personne.</translation>
    </message>
    <message>
        <source>Bias</source>
        <translation>Biais</translation>
    </message>
    <message>
        <source>Bootstraps</source>
        <translation>Rééchantillonnages</translation>
    </message>
    <message>
        <source>Broker</source>
        <translation>Courtier</translation>
    </message>
    <message>
        <source>Broker or store</source>
        <translation>Courtier ou base</translation>
    </message>
    <message>
        <source>Brokers</source>
        <translation>Courtiers</translation>
    </message>
    <message>
        <source>Brokers and stores</source>
        <translation>Courtiers et bases</translation>
    </message>
    <message>
        <source>Buckets can be put together only where the longer ones hold whole shorter ones.</source>
        <translation>Des agrégats ne peuvent être réunis que si les plus longs contiennent un nombre entier de plus courts.</translation>
    </message>
    <message>
        <source>Buckets written</source>
        <translation>Tranches écrites</translation>
    </message>
    <message>
        <source>Buckets written, or to be written</source>
        <translation>Tranches écrites, ou à écrire</translation>
    </message>
    <message>
        <source>Budgets (minutes)</source>
        <translation>Budgets (minutes)</translation>
    </message>
    <message>
        <source>Building or place that groups devices.</source>
        <translation>Bâtiment ou lieu qui regroupe des équipements.</translation>
    </message>
    <message>
        <source>Building the walking network…</source>
        <translation>Construction du réseau piéton…</translation>
    </message>
    <message>
        <source>Building use field</source>
        <translation>Champ d’usage du bâtiment</translation>
    </message>
    <message>
        <source>Buildings</source>
        <translation>Bâtiments</translation>
    </message>
    <message>
        <source>Buildings whose height is measured (%)</source>
        <translation>Bâtiments dont la hauteur est mesurée (%)</translation>
    </message>
    <message>
        <source>Buildings with their use and, if known, their dwellings and storeys.</source>
        <translation>Bâtiments avec leur usage et, si on les connaît, leurs logements et leurs étages.</translation>
    </message>
    <message>
        <source>By default the second band if there is one, else the first.</source>
        <translation>Par défaut la deuxième bande si elle existe, sinon la première.</translation>
    </message>
    <message>
        <source>By quarter of an hour, hour or day, t is the beginning of the bucket (UTC), v the mean, vmin and vmax the extremes and n the number of values. Values that quality control failed are left out. Directions are averaged as vectors, counters give what they counted. Buckets stored by “Downsample and purge” and those of the observations are put together: of each the fuller one.</source>
        <translation>Par quart d’heure, heure ou jour, t est le début de la tranche (UTC), v la moyenne, vmin et vmax les extrêmes et n le nombre de valeurs. Les valeurs que le contrôle qualité a mises en échec sont écartées. Les directions sont moyennées comme des vecteurs, les compteurs donnent ce qu’ils ont compté. Les tranches stockées par «&#xa0;Agréger et purger&#xa0;» et celles des observations sont réunies&#xa0;: pour chacune, la plus complète.</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Octets</translation>
    </message>
    <message>
        <source>C&amp;onfirm and send</source>
        <translation>C&amp;onfirmer et envoyer</translation>
    </message>
    <message>
        <source>CODEC is file: give the file in CODEC_FILE, or choose a codec.</source>
        <translation>CODEC vaut file&#xa0;: donnez le fichier dans CODEC_FILE, ou choisissez un codec.</translation>
    </message>
    <message>
        <source>CONFIRM is empty: run with DRY_RUN first, read the plan, and give the code that it shows. Nothing was sent.</source>
        <translation>CONFIRM est vide&#xa0;: lancez d’abord avec DRY_RUN, lisez le plan, puis donnez le code qu’il affiche. Rien n’a été envoyé.</translation>
    </message>
    <message>
        <source>CRS</source>
        <translation>SCR</translation>
    </message>
    <message>
        <source>CRS must be a projected reference system, such as EPSG:2154: distances are in metres.</source>
        <translation>CRS doit être un SCR projeté, tel que EPSG:2154&#xa0;: les distances sont en mètres.</translation>
    </message>
    <message>
        <source>CRS of the data</source>
        <translation>SCR des données</translation>
    </message>
    <message>
        <source>CRS of the territory</source>
        <translation>SCR du territoire</translation>
    </message>
    <message>
        <source>CSW service (GeoNetwork)</source>
        <translation>Service CSW (GeoNetwork)</translation>
    </message>
    <message>
        <source>Calm below (m/s)</source>
        <translation>Calme au-dessous de (m/s)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Cancel, and delete what came of it (Del)</source>
        <translation>Annuler et supprimer ce qui a été reçu (Suppr)</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Annulé</translation>
    </message>
    <message>
        <source>Cancelled. The node may have a part of it: see again what will be sent, it tells.</source>
        <translation>Annulé. Le nœud en a peut-être une partie&#xa0;: revoyez ce qui sera envoyé, c’est indiqué.</translation>
    </message>
    <message>
        <source>Cancelled. The request may have been made all the same: look at “My requests”.</source>
        <translation>Annulé. La demande a peut-être été faite tout de même&#xa0;: voyez «&#xa0;Mes demandes&#xa0;».</translation>
    </message>
    <message>
        <source>Cancelled: the requests were not read.</source>
        <translation>Annulé&#xa0;: les demandes n’ont pas été lues.</translation>
    </message>
    <message>
        <source>Cancelled: what had come of it was deleted.</source>
        <translation>Annulé&#xa0;: ce qui avait été reçu est supprimé.</translation>
    </message>
    <message>
        <source>Cancelled; nothing was changed.</source>
        <translation>Annulé&#xa0;; rien n’a été modifié.</translation>
    </message>
    <message>
        <source>Cancelled; nothing was sent.</source>
        <translation>Annulé&#xa0;; rien n’a été envoyé.</translation>
    </message>
    <message>
        <source>Cannot be published yet. Nothing was sent.</source>
        <translation>Ne peut pas encore être publié. Rien n’a été envoyé.</translation>
    </message>
    <message>
        <source>Canopy</source>
        <translation>Canopée</translation>
    </message>
    <message>
        <source>Canopy cover field (%)</source>
        <translation>Champ de couverture de canopée (%)</translation>
    </message>
    <message>
        <source>Canopy height (m)</source>
        <translation>Hauteur de canopée (m)</translation>
    </message>
    <message>
        <source>Caption of the file</source>
        <translation>Légende du fichier</translation>
    </message>
    <message>
        <source>Card (HTML)</source>
        <translation>Fiche à lire (HTML)</translation>
    </message>
    <message>
        <source>Carriageway width field (m)</source>
        <translation>Champ de largeur de la chaussée (m)</translation>
    </message>
    <message>
        <source>Cast shadows</source>
        <translation>Ombres portées</translation>
    </message>
    <message>
        <source>Casts shadows at regular instants of a day and adds them up. Band 1 is the hours of direct sun; band 2 the share of the daylight spent in shade, in percent. An hour under leaves that let a part of the sun through counts for that part.</source>
        <translation>Projette les ombres à des instants réguliers d’une journée et les cumule. La bande 1 donne les heures de soleil direct&#xa0;; la bande 2, la part du jour passée à l’ombre, en pourcentage. Une heure sous un feuillage qui laisse passer une partie du soleil compte pour cette partie.</translation>
    </message>
    <message>
        <source>Casts shadows at regular instants of a day and reads them every 2 m along each edge of the network, on three cells across. The result is kept with the edge: no raster is written.</source>
        <translation>Projette les ombres à des instants réguliers d’une journée et les relève tous les 2&#xa0;m le long de chaque arc du réseau, sur trois cellules en travers. Le résultat est conservé avec l’arc&#xa0;: aucun raster n’est écrit.</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>Catalogue</translation>
    </message>
    <message>
        <source>Catalogue up to date: {changes}.</source>
        <translation>Catalogue à jour ({changes}).</translation>
    </message>
    <message>
        <source>Catalogues</source>
        <translation>Catalogues</translation>
    </message>
    <message>
        <source>Catalogues, requests, offline</source>
        <translation>Catalogues, demandes, hors ligne</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>Cause</translation>
    </message>
    <message>
        <source>Cell of the map (m)</source>
        <translation>Cellule de la carte (m)</translation>
    </message>
    <message>
        <source>Cell of the rasters (m)</source>
        <translation>Taille de cellule des rasters (m)</translation>
    </message>
    <message>
        <source>Cells at the edge count with the exact share that the polygon covers, so one smaller than a cell is measured too. Cells without data are left out: data_pct is the share of the polygon that has data, and a polygon without any has an empty class.</source>
        <translation>Les cellules du bord comptent pour la part exacte que couvre le polygone&#xa0;: un polygone plus petit qu’une cellule est donc mesuré aussi. Les cellules sans donnée sont écartées&#xa0;: data_pct est la part du polygone qui en a, et un polygone qui n’en a aucune n’a pas de classe.</translation>
    </message>
    <message>
        <source>Cells of the canopy raster at least this high count as canopy; 0.5 for a raster of 0 and 1.</source>
        <translation>Les cellules du raster au moins aussi hautes comptent comme canopée&#xa0;; 0,5 pour un raster de 0 et de 1.</translation>
    </message>
    <message>
        <source>Cells or zones with inhabitants, shared out by area; used for density where dwellings are not known.</source>
        <translation>Carreaux ou zones avec leurs habitants, répartis selon la surface&#xa0;; servent à la densité quand les logements ne sont pas connus.</translation>
    </message>
    <message>
        <source>Cells out of the range of the index</source>
        <translation>Cellules hors du domaine de l’indice</translation>
    </message>
    <message>
        <source>Cells without surface have no data. Roofs are computed like ground; the street alone counts in the figures of the log when a terrain model is given. With a land-cover raster (UMEP codes: 1 paved, 2 buildings, 3 and 4 trees, 5 grass, 6 bare soil, 7 water) each surface warms and reflects in its own way.</source>
        <translation>Les cellules sans surface restent sans donnée. Les toits sont calculés comme le sol&#xa0;; seule la rue compte dans les chiffres du journal quand un modèle de terrain est donné. Avec un raster d’occupation du sol (codes d’UMEP&#xa0;: 1 revêtement, 2 bâtiments, 3 et 4 arbres, 5 herbe, 6 sol nu, 7 eau), chaque surface chauffe et réfléchit à sa façon.</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt)</source>
        <translation>Certificats (*.pem *.crt)</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Change something; nothing is sent (Esc)</source>
        <translation>Changer quelque chose&#xa0;; rien n’est envoyé (Échap)</translation>
    </message>
    <message>
        <source>Chart of the last {span}</source>
        <translation>Graphique sur {span}</translation>
    </message>
    <message>
        <source>Chart of the routes</source>
        <translation>Graphique des parcours</translation>
    </message>
    <message>
        <source>Chart of {metric}</source>
        <translation>Graphique de {metric}</translation>
    </message>
    <message>
        <source>Chec&amp;k</source>
        <translation>&amp;Contrôler</translation>
    </message>
    <message>
        <source>Check of the file</source>
        <translation>Contrôle du fichier</translation>
    </message>
    <message>
        <source>Check the chain of hashes</source>
        <translation>Vérifier la chaîne des empreintes</translation>
    </message>
    <message>
        <source>Check the file where it arrived</source>
        <translation>Contrôler le fichier là où il est arrivé</translation>
    </message>
    <message>
        <source>Checking the command…</source>
        <translation>Contrôle de la commande…</translation>
    </message>
    <message>
        <source>Checks RUDI records before they are published, with the error codes of the portal.</source>
        <translation>Contrôler des fiches RUDI avant leur publication, avec les codes d’erreur du portail.</translation>
    </message>
    <message>
        <source>Checks each record of a JSON file, or of all JSON files of a folder and of those below it, against the RUDI-PRODUCER description, and writes one line per fault: the field, the code that the portal would answer (ERR-101 to ERR-405), and what to do, in French and in English.</source>
        <translation>Contrôle chaque fiche d’un fichier JSON, ou de tous les fichiers JSON d’un dossier et de ses sous-dossiers, d’après la description RUDI-PRODUCER, et écrit une ligne par défaut&#xa0;: le champ, le code que répondrait le portail (ERR-101 à ERR-405), et ce qu’il faut faire, en français et en anglais.</translation>
    </message>
    <message>
        <source>Checks the stations of a network against each other, as for air temperatures of citizens.</source>
        <translation>Contrôler les stations d’un réseau les unes par les autres, par exemple des températures de l’air relevées par des citoyens.</translation>
    </message>
    <message>
        <source>Checks the values of one metric without a reference, in five steps of which each keeps a part of what the one before kept: m1 drops stations that share their coordinates; m2 values far from the median of the instant; m3 stations of which m2 left little in a month; m4 stations that do not follow the network in a month; m5 values unlike those of the neighbours.</source>
        <translation>Contrôle les valeurs d’une grandeur sans référence, en cinq étapes dont chacune garde une partie de ce que la précédente a gardé&#xa0;: m1 écarte les stations qui partagent leurs coordonnées&#xa0;; m2 les valeurs loin de la médiane de l’instant&#xa0;; m3 les stations dont m2 a laissé peu de valeurs dans un mois&#xa0;; m4 les stations qui ne suivent pas le réseau dans un mois&#xa0;; m5 les valeurs qui ne ressemblent pas à celles des voisines.</translation>
    </message>
    <message>
        <source>Checksum</source>
        <translation>Empreinte</translation>
    </message>
    <message>
        <source>ChirpStack 3</source>
        <translation>ChirpStack 3</translation>
    </message>
    <message>
        <source>ChirpStack 4</source>
        <translation>ChirpStack 4</translation>
    </message>
    <message>
        <source>ChirpStack drops a command that it could not transmit within so many seconds.</source>
        <translation>ChirpStack abandonne une commande qu’il n’a pas pu transmettre en ce nombre de secondes.</translation>
    </message>
    <message>
        <source>Choice field (pairs)</source>
        <translation>Champ du choix (pairs)</translation>
    </message>
    <message>
        <source>Choose a broker or a store first.</source>
        <translation>Choisissez d’abord un courtier ou une base.</translation>
    </message>
    <message>
        <source>Choose a catalogue at the top of the panel first.</source>
        <translation>Choisissez d’abord un catalogue en haut du panneau.</translation>
    </message>
    <message>
        <source>Choose a download to see what can be done with it.</source>
        <translation>Choisissez un téléchargement pour voir ce que l’on peut en faire.</translation>
    </message>
    <message>
        <source>Choose a layer of streets, or a walking network.</source>
        <translation>Choisissez une couche de rues ou un réseau piéton.</translation>
    </message>
    <message>
        <source>Choose a licence: without one nobody may reuse the data.</source>
        <translation>Choisissez une licence&#xa0;: sans elle, personne ne peut réutiliser les données.</translation>
    </message>
    <message>
        <source>Choose a route in the table first.</source>
        <translation>Choisissez d’abord un parcours dans la table.</translation>
    </message>
    <message>
        <source>Choose a surface model: it casts the shadows.</source>
        <translation>Choisissez un modèle numérique de surface&#xa0;: c’est lui qui projette les ombres.</translation>
    </message>
    <message>
        <source>Choose a theme for the dataset.</source>
        <translation>Choisissez un thème pour le jeu de données.</translation>
    </message>
    <message>
        <source>Choose a theme…</source>
        <translation>Choisir un thème…</translation>
    </message>
    <message>
        <source>Choose another time: the clocks of {zone} skip {moment}.</source>
        <translation>Choisissez une autre heure&#xa0;: au changement d’heure, les horloges de {zone} sautent {moment}.</translation>
    </message>
    <message>
        <source>Choose at least one file to write, GPX or GeoJSON.</source>
        <translation>Choisissez au moins un fichier à écrire, GPX ou GeoJSON.</translation>
    </message>
    <message>
        <source>Choose the account that may write there, or add it with the plus sign.</source>
        <translation>Choisissez le compte qui peut y écrire, ou ajoutez-le avec le signe plus.</translation>
    </message>
    <message>
        <source>Choose the field of the answers that holds the rating, sign, choice or comparison.</source>
        <translation>Choisissez le champ des réponses qui contient la note, le signe, le choix ou la comparaison.</translation>
    </message>
    <message>
        <source>Choose the field of the first indicator compared (mode ahp).</source>
        <translation>Choisissez le champ du premier indicateur comparé (mode ahp).</translation>
    </message>
    <message>
        <source>Choose the field of the land use that holds its classes.</source>
        <translation>Choisissez le champ de l’occupation du sol qui contient ses classes.</translation>
    </message>
    <message>
        <source>Choose the field of the population that holds the number of inhabitants.</source>
        <translation>Choisissez le champ de la population qui contient le nombre d’habitants.</translation>
    </message>
    <message>
        <source>Choose the field of the second indicator compared (mode ahp).</source>
        <translation>Choisissez le champ du second indicateur comparé (mode ahp).</translation>
    </message>
    <message>
        <source>Choose the field of the segments that the answers refer to.</source>
        <translation>Choisissez le champ des tronçons auquel les réponses renvoient.</translation>
    </message>
    <message>
        <source>Choose the field that tells the alternatives of a choice (mode pairs).</source>
        <translation>Choisissez le champ qui distingue les alternatives d’un choix (mode pairs).</translation>
    </message>
    <message>
        <source>Choose the field that tells which rows are one choice (mode pairs).</source>
        <translation>Choisissez le champ qui dit quelles lignes forment un choix (mode pairs).</translation>
    </message>
    <message>
        <source>Choose the field that tells who answered; weights are fitted by respondent.</source>
        <translation>Choisissez le champ qui dit qui a répondu&#xa0;; les poids sont calés par répondant.</translation>
    </message>
    <message>
        <source>Chosen again in fewer than half of the fits without one station: {names}.</source>
        <translation>Choisis de nouveau dans moins de la moitié des ajustements sans une station&#xa0;: {names}.</translation>
    </message>
    <message>
        <source>Chosen again without one station</source>
        <translation>Choisi de nouveau sans une station</translation>
    </message>
    <message>
        <source>Citation</source>
        <translation>Citation</translation>
    </message>
    <message>
        <source>Citation in BibTeX</source>
        <translation>Citation en BibTeX</translation>
    </message>
    <message>
        <source>Citation, BibTeX, mention of the source</source>
        <translation>Citation, BibTeX, mention de la source</translation>
    </message>
    <message>
        <source>Cite</source>
        <translation>Citer</translation>
    </message>
    <message>
        <source>City &amp;Orchestra</source>
        <translation>City &amp;Orchestra</translation>
    </message>
    <message>
        <source>City Orchestra</source>
        <translation>City Orchestra</translation>
    </message>
    <message>
        <source>City Orchestra {version}</source>
        <translation>City Orchestra {version}</translation>
    </message>
    <message>
        <source>Class of cool places</source>
        <translation>Classer les lieux frais</translation>
    </message>
    <message>
        <source>Classed cool places</source>
        <translation>Lieux frais classés</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Classes</translation>
    </message>
    <message>
        <source>Classes of the land cover: codes such as 1, 2, 5, or names with the codes they put together: built=1+2, trees=3+4. all takes each code; fewer and broader classes make a safer model.</source>
        <translation>Classes de l’occupation du sol&#xa0;: des codes comme 1, 2, 5, ou des noms avec les codes qu’ils regroupent&#xa0;: bati=1+2, arbres=3+4. all prend chaque code&#xa0;; des classes moins nombreuses et plus larges donnent un modèle plus sûr.</translation>
    </message>
    <message>
        <source>Classes of thermal stress</source>
        <translation>Classes de stress thermique</translation>
    </message>
    <message>
        <source>Clear all</source>
        <translation>Tout effacer</translation>
    </message>
    <message>
        <source>Clear below (okta)</source>
        <translation>Ciel clair au-dessous de (octas)</translation>
    </message>
    <message>
        <source>Clear the &amp;filters ({count})</source>
        <translation>Retirer les &amp;filtres ({count})</translation>
    </message>
    <message>
        <source>Clear the &amp;words ({count})</source>
        <translation>Effacer les &amp;mots ({count})</translation>
    </message>
    <message>
        <source>Clear the list</source>
        <translation>Vider la liste</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Horloge</translation>
    </message>
    <message>
        <source>Close the card</source>
        <translation>Fermer la fiche</translation>
    </message>
    <message>
        <source>Cloud cover from 0 to 8, to keep clear nights.</source>
        <translation>Nébulosité de 0 à 8, pour garder les nuits claires.</translation>
    </message>
    <message>
        <source>Cloud field (okta)</source>
        <translation>Champ de la nébulosité (octas)</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Code of the theme in RUDI; empty for the topic of the layer’s properties.</source>
        <translation>Code du thème dans RUDI&#xa0;; vide pour le thème indiqué dans les propriétés de la couche.</translation>
    </message>
    <message>
        <source>Code that confirms the plan</source>
        <translation>Code qui confirme le plan</translation>
    </message>
    <message>
        <source>Codec</source>
        <translation>Codec</translation>
    </message>
    <message>
        <source>Codec file</source>
        <translation>Fichier de codec</translation>
    </message>
    <message>
        <source>Codes or labels in French or English, separated by commas, such as environment, Mobilité.</source>
        <translation>Codes ou libellés en français ou en anglais, séparés par des virgules, par exemple environment, Mobilité.</translation>
    </message>
    <message>
        <source>Codes or names separated by commas, such as odbl-1.0, Licence Ouverte 2.0.</source>
        <translation>Codes ou noms séparés par des virgules, par exemple odbl-1.0, Licence Ouverte 2.0.</translation>
    </message>
    <message>
        <source>Codes such as 1, 2, 5; or names with the codes they put together: built=1+2, trees=3+4. all takes each code of the raster. Not used for means.</source>
        <translation>Des codes comme 1, 2, 5&#xa0;; ou des noms avec les codes qu’ils regroupent&#xa0;: bati=1+2, arbres=3+4. all prend chaque code du raster. Sans objet pour les moyennes.</translation>
    </message>
    <message>
        <source>Coefficient (°C)</source>
        <translation>Coefficient (°C)</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Colonne</translation>
    </message>
    <message>
        <source>Columns and personal data</source>
        <translation>Données personnelles</translation>
    </message>
    <message>
        <source>Columns are recognised for BD TOPO (v3, v2 roads), OpenStreetMap and layers already in the standard. For other layers give a mapping table, of the format of resources/tables/territory_mapping.csv. One layer can serve several roles: the table picks its features.</source>
        <translation>Les colonnes sont reconnues pour la BD TOPO (v3, routes de la v2), OpenStreetMap et les couches déjà au standard. Pour d’autres couches, indiquez une table de correspondance au format de resources/tables/territory_mapping.csv. Une même couche peut tenir plusieurs rôles&#xa0;: la table en choisit les entités.</translation>
    </message>
    <message>
        <source>Columns of the layer</source>
        <translation>Colonnes de la couche</translation>
    </message>
    <message>
        <source>Combinations nearly as good</source>
        <translation>Combinaisons presque aussi bonnes</translation>
    </message>
    <message>
        <source>Comfort-equivalent length of the coolest route (m)</source>
        <translation>Longueur équivalente de confort du parcours le plus frais (m)</translation>
    </message>
    <message>
        <source>Comfort-equivalent length of the shortest route (m)</source>
        <translation>Longueur équivalente de confort du parcours le plus court (m)</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Commande</translation>
    </message>
    <message>
        <source>Command that starts the recorder</source>
        <translation>Commande qui démarre l’enregistreur</translation>
    </message>
    <message>
        <source>Command to install the packages</source>
        <translation>Commande d’installation des paquets</translation>
    </message>
    <message>
        <source>Command under way</source>
        <translation>Commande en cours</translation>
    </message>
    <message>
        <source>Command {name}</source>
        <translation>Commande {name}</translation>
    </message>
    <message>
        <source>Command {name} excludes {other}, which does not exist.</source>
        <translation>La commande {name} exclut {other}, qui n’existe pas.</translation>
    </message>
    <message>
        <source>Command {name}: most_change needs a feedback, and an echo that names the field to compare.</source>
        <translation>Commande {name}&#xa0;: most_change demande feedback, et un écho qui nomme le champ à comparer.</translation>
    </message>
    <message>
        <source>Command {name}: the field {field} needs a minimum and a maximum.</source>
        <translation>Commande {name}&#xa0;: le champ {field} demande un minimum et un maximum.</translation>
    </message>
    <message>
        <source>Command {name}: the key {key} is missing or not of its kind.</source>
        <translation>Commande {name}&#xa0;: la clé {key} est absente ou n’est pas du bon type.</translation>
    </message>
    <message>
        <source>Command {name}: there is no key {key}.</source>
        <translation>Commande {name}&#xa0;: la clé {key} n’existe pas.</translation>
    </message>
    <message>
        <source>Command {number} is not a list of keys and values.</source>
        <translation>La commande {number} n’est pas une liste de clés et de valeurs.</translation>
    </message>
    <message>
        <source>Command {number} needs a name of at most 100 characters.</source>
        <translation>La commande {number} demande un nom de 100 caractères au plus.</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Commandes</translation>
    </message>
    <message>
        <source>Commands are off on this computer. An administrator allows them in QGIS’s advanced settings, with {key} = true.</source>
        <translation>Les commandes sont désactivées sur cet ordinateur. Un administrateur les autorise dans les paramètres avancés de QGIS, avec {key} = true.</translation>
    </message>
    <message>
        <source>Commands go to ChirpStack 4 and to The Things Stack, not to {network}.</source>
        <translation>Les commandes vont à ChirpStack 4 et à The Things Stack, pas à {network}.</translation>
    </message>
    <message>
        <source>Commands may go to this broker</source>
        <translation>Des commandes peuvent être envoyées à ce courtier</translation>
    </message>
    <message>
        <source>Compares each sensor of one metric with a reference device, or with the median of its neighbours (REF = buddies), over the last WINDOW days. Gives the drift per year with its 95 % interval, the day on which a lasting shift showed, and gain and offset of the line true = offset + gain × sensor.</source>
        <translation>Compare chaque capteur d’une grandeur à un équipement de référence, ou à la médiane de ses voisins (REF = buddies), sur les WINDOW derniers jours. Donne la dérive par an avec son intervalle à 95&#xa0;%, le jour où un décalage durable est apparu, et le gain et le décalage à l’origine de la droite vrai = décalage + gain × capteur.</translation>
    </message>
    <message>
        <source>Compares zones such as neighbourhoods by the index of Frank et al. (2010): twice the intersection density, plus the net residential density, the retail floor area ratio and the mix of uses, each in standard deviations from the mean of the zones (fields z_…). Field wi is their sum.</source>
        <translation>Compare des zones telles que des quartiers par l’indice de Frank et al. (2010)&#xa0;: deux fois la densité de carrefours, plus la densité résidentielle nette, le ratio de surface commerciale et la mixité des usages, chacun en écarts types à la moyenne des zones (champs z_…). Le champ wi en est la somme.</translation>
    </message>
    <message>
        <source>Complete (%)</source>
        <translation>Complétude (%)</translation>
    </message>
    <message>
        <source>Completes addresses of files that are relative to a portal; records of a search know theirs.</source>
        <translation>Complète les adresses de fichiers relatives à un portail&#xa0;; les fiches d’une recherche connaissent le leur.</translation>
    </message>
    <message>
        <source>Computing</source>
        <translation>Calcul</translation>
    </message>
    <message>
        <source>Computing the shade on the network…</source>
        <translation>Calcul de l’ombre sur le réseau…</translation>
    </message>
    <message>
        <source>Conditions</source>
        <translation>Conditions</translation>
    </message>
    <message>
        <source>Configuration of QGIS’s authentication manager for the address; empty for what is public.</source>
        <translation>Configuration du gestionnaire d’authentification de QGIS pour cette adresse&#xa0;; vide pour ce qui est public.</translation>
    </message>
    <message>
        <source>Configuration of QGIS’s authentication manager, Basic or PKI paths; empty for that of the profile. Under qgis_process, the master password is read from the file named in QGIS_AUTH_PASSWORD_FILE.</source>
        <translation>Configuration du gestionnaire d’authentification de QGIS, Basic ou chemins PKI&#xa0;; vide pour celle du profil. Avec qgis_process, le mot de passe principal est lu dans le fichier que désigne QGIS_AUTH_PASSWORD_FILE.</translation>
    </message>
    <message>
        <source>Configuration of QGIS’s authentication manager: Basic for a manager; API header, or Basic with the realm “token”, for a back office. Under qgis_process, the master password is read from the file named in QGIS_AUTH_PASSWORD_FILE.</source>
        <translation>Configuration du gestionnaire d’authentification de QGIS&#xa0;: Basic pour un gestionnaire&#xa0;; en-tête d’API, ou Basic avec le domaine (realm) «&#xa0;token&#xa0;», pour une API d’administration. Avec qgis_process, le mot de passe principal est lu dans le fichier que désigne QGIS_AUTH_PASSWORD_FILE.</translation>
    </message>
    <message>
        <source>Configuration of QGIS’s authentication manager; empty for a server that anyone may write to.</source>
        <translation>Configuration du gestionnaire d’authentification de QGIS&#xa0;; vide pour un serveur où tout le monde peut écrire.</translation>
    </message>
    <message>
        <source>Configuration of QGIS’s authentication manager; empty for what is public.</source>
        <translation>Configuration du gestionnaire d’authentification de QGIS&#xa0;; vide pour ce qui est public.</translation>
    </message>
    <message>
        <source>Configuration of QGIS’s authentication manager; empty for what is public. Under qgis_process, the master password is read from the file named in QGIS_AUTH_PASSWORD_FILE.</source>
        <translation>Configuration du gestionnaire d’authentification de QGIS&#xa0;; vide pour ce qui est public. Avec qgis_process, le mot de passe principal est lu dans le fichier que désigne QGIS_AUTH_PASSWORD_FILE.</translation>
    </message>
    <message>
        <source>Confirm the file</source>
        <translation>Confirmer le fichier</translation>
    </message>
    <message>
        <source>Confirmation</source>
        <translation>Confirmation</translation>
    </message>
    <message>
        <source>Connect to the broker (live)</source>
        <translation>Se connecter au courtier (en direct)</translation>
    </message>
    <message>
        <source>Connected parts</source>
        <translation>Parties connexes</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Connexion en cours…</translation>
    </message>
    <message>
        <source>Connects to a broker and writes what it says into a store: frames, observations, events, and what had to be rejected with the reason. With QoS 1 a message is acknowledged once it is stored. Alarm rules are evaluated on what is stored, in the same transaction.</source>
        <translation>Se connecte à un courtier MQTT et écrit ce qu’il dit dans une base&#xa0;: trames, observations, événements, et ce qui a dû être rejeté, avec la raison. Avec QoS 1, un message est acquitté une fois stocké. Les règles d’alarme sont évaluées sur ce qui est stocké, dans la même transaction.</translation>
    </message>
    <message>
        <source>Consistency ratio (ahp)</source>
        <translation>Ratio de cohérence (ahp)</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>Constante</translation>
    </message>
    <message>
        <source>Constraint of use</source>
        <translation>Contrainte d’usage</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>Contact</translation>
    </message>
    <message>
        <source>Contacts</source>
        <translation>Contacts</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>Contenu</translation>
    </message>
    <message>
        <source>Cool places</source>
        <translation>Lieux frais</translation>
    </message>
    <message>
        <source>Cool route</source>
        <translation>Parcours fraîcheur</translation>
    </message>
    <message>
        <source>Cool route {rank}</source>
        <translation>Parcours fraîcheur {rank}</translation>
    </message>
    <message>
        <source>Cool routes</source>
        <translation>Parcours fraîcheur</translation>
    </message>
    <message>
        <source>Cool routes between two layers</source>
        <translation>Parcours fraîcheur entre deux couches</translation>
    </message>
    <message>
        <source>Cool routes {day} {hour}</source>
        <translation>Parcours fraîcheur {day} {hour}</translation>
    </message>
    <message>
        <source>Cool walk</source>
        <translation>Parcours fraîcheur</translation>
    </message>
    <message>
        <source>Cool walks between the points of two layers: all pairs, pairs by a field, or the nearest ones.</source>
        <translation>Marches à la fraîche entre les points de deux couches&#xa0;: toutes les paires, les paires selon un champ, ou les plus proches.</translation>
    </message>
    <message>
        <source>Coolest: {length:.0f} m, of which {sun:.0f} m in the sun.</source>
        <translation>Le plus frais&#xa0;: {length:.0f}&#xa0;m, dont {sun:.0f}&#xa0;m au soleil.</translation>
    </message>
    <message>
        <source>Coordinates in the CRS of the project, or with a CRS: -1.6794, 48.1147 [EPSG:4326]</source>
        <translation>Coordonnées dans le SCR du projet, ou avec un SCR&#xa0;: -1.6794, 48.1147 [EPSG:4326]</translation>
    </message>
    <message>
        <source>Copy as &amp;BibTeX</source>
        <translation>Copier en &amp;BibTeX</translation>
    </message>
    <message>
        <source>Copy the &amp;citation</source>
        <translation>Copier la &amp;citation</translation>
    </message>
    <message>
        <source>Copy the &amp;mention that the licence asks for</source>
        <translation>Copier la &amp;mention que demande la licence</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Copier l’adresse</translation>
    </message>
    <message>
        <source>Copy the identifier</source>
        <translation>Copier l’identifiant</translation>
    </message>
    <message>
        <source>Correct for height</source>
        <translation>Corriger de l’altitude</translation>
    </message>
    <message>
        <source>Cost (time, or sun counted more)</source>
        <translation>Coût (time&#xa0;: le temps seul&#xa0;; sun&#xa0;: le soleil compte plus)</translation>
    </message>
    <message>
        <source>Count as errors what only some portals refuse: unknown fields and unknown themes.</source>
        <translation>Compter comme erreurs ce que seuls certains portails refusent&#xa0;: champs inconnus et thèmes inconnus.</translation>
    </message>
    <message>
        <source>Count the frames lost in 24 hours</source>
        <translation>Compter les trames perdues en 24&#xa0;h</translation>
    </message>
    <message>
        <source>Count the heat</source>
        <translation>Tenir compte de la chaleur</translation>
    </message>
    <message>
        <source>Country of the public holidays</source>
        <translation>Pays des jours fériés</translation>
    </message>
    <message>
        <source>Counts, for each device and over a span of time, the frames received, lost (from the frame counters, with their 95 % interval) and doubled, the restarts, the longest gap and the share of the expected frames that came; and how well they came: median RSSI, tenth percentiles of SNR and of the margin above the floor of the spreading factor (below 5 dB: weak), gateways, time on air per day.</source>
        <translation>Compte, pour chaque équipement et sur une plage de temps, les trames reçues, perdues (d’après les compteurs de trames, avec leur intervalle à 95&#xa0;%) et en double, les redémarrages, la plus longue interruption et la part des trames attendues qui sont arrivées&#xa0;; et la qualité de leur réception&#xa0;: RSSI médian, dixièmes centiles du SNR et de la marge au-dessus du seuil du facteur d’étalement (en dessous de 5&#xa0;dB&#xa0;: faible), passerelles, temps d’antenne par jour.</translation>
    </message>
    <message>
        <source>Counts, for each gateway and over a span of time, the packets of its own statistics (received, correct, asked to be sent, sent), the frames it heard and those that it alone heard, the devices it heard and those that no other gateway heard: they are lost with it.</source>
        <translation>Compte, pour chaque passerelle et sur une plage de temps, les paquets de ses propres statistiques (reçus, corrects, à envoyer, envoyés), les trames qu’elle a entendues et celles qu’elle a été seule à entendre, les équipements qu’elle a entendus et ceux qu’aucune autre passerelle n’a entendus&#xa0;: ils sont perdus avec elle.</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Création</translation>
    </message>
    <message>
        <source>Criterion</source>
        <translation>Critère</translation>
    </message>
    <message>
        <source>Criterion above the best</source>
        <translation>Critère au-dessus du meilleur</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>Critique</translation>
    </message>
    <message>
        <source>Cross slope field (%)</source>
        <translation>Champ de dévers (%)</translation>
    </message>
    <message>
        <source>Crown base over tree height</source>
        <translation>Rapport entre la base du houppier et la hauteur de l’arbre</translation>
    </message>
    <message>
        <source>Cuts lines where they meet and joins their ends, so that walking routes can be searched. Bridges and tunnels are not joined to what they cross: the level field tells them apart.</source>
        <translation>Coupe les lignes là où elles se rencontrent et relie leurs extrémités, afin que des parcours à pied puissent être cherchés. Les ponts et les tunnels ne sont pas reliés à ce qu’ils croisent&#xa0;: le champ de niveau les distingue.</translation>
    </message>
    <message>
        <source>DATE_TO comes before DATE_FROM; exchange the two dates.</source>
        <translation>DATE_TO précède DATE_FROM&#xa0;; échangez les deux dates.</translation>
    </message>
    <message>
        <source>Dask &amp;scheduler address</source>
        <translation>Adresse de l’ordonnanceur &amp;Dask</translation>
    </message>
    <message>
        <source>Dask scheduler address</source>
        <translation>Adresse de l’ordonnanceur Dask</translation>
    </message>
    <message>
        <source>Dask scheduler whose workers see the same files; empty to compute on this machine.</source>
        <translation>Ordonnanceur Dask dont les processus de calcul voient les mêmes fichiers&#xa0;; vide pour calculer sur cette machine.</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Données</translation>
    </message>
    <message>
        <source>Data that are sensitive under the GDPR must have a restricted access.</source>
        <translation>Des données sensibles au sens du RGPD doivent avoir un accès restreint.</translation>
    </message>
    <message>
        <source>Data that are sensitive under the GDPR must have a restricted access: tick both or neither.</source>
        <translation>Des données sensibles au sens du RGPD doivent avoir un accès restreint&#xa0;: cochez les deux cases ou aucune.</translation>
    </message>
    <message>
        <source>Data: {names}.</source>
        <translation>Données&#xa0;: {names}.</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>Jeu de données</translation>
    </message>
    <message>
        <source>Dataset record</source>
        <translation>Fiche d’un jeu de données</translation>
    </message>
    <message>
        <source>Dataset without a title</source>
        <translation>Jeu de données sans titre</translation>
    </message>
    <message>
        <source>Datasets</source>
        <translation>Jeux de données</translation>
    </message>
    <message>
        <source>Datasets behind each choice (JSON)</source>
        <translation>Jeux de données derrière chaque choix (JSON)</translation>
    </message>
    <message>
        <source>Datasets found</source>
        <translation>Jeux de données trouvés</translation>
    </message>
    <message>
        <source>Datasets of RUDI and other catalogues by words, theme, producer, format, licence, date and extent.</source>
        <translation>Jeux de données de RUDI et d’autres catalogues par mots, thème, producteur, format, licence, date et emprise.</translation>
    </message>
    <message>
        <source>Datasets of a search</source>
        <translation>Jeux de données d’une recherche</translation>
    </message>
    <message>
        <source>Datasets of {name}</source>
        <translation>Jeux de données de {name}</translation>
    </message>
    <message>
        <source>Datasets that match</source>
        <translation>Jeux de données qui conviennent</translation>
    </message>
    <message>
        <source>Datasets written</source>
        <translation>Jeux de données écrits</translation>
    </message>
    <message>
        <source>Datastream</source>
        <translation>Flux de données</translation>
    </message>
    <message>
        <source>Datastreams</source>
        <translation>Flux de données</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Date and hour</source>
        <translation>Date et heure</translation>
    </message>
    <message>
        <source>Date and time, or text like 2026-07-14 21:00; without offset, in the time zone below.</source>
        <translation>Date et heure, ou texte comme 2026-07-14 21:00&#xa0;; sans décalage, dans le fuseau horaire ci-dessous.</translation>
    </message>
    <message>
        <source>Day of departure</source>
        <translation>Jour de départ</translation>
    </message>
    <message>
        <source>Day on which the use ends</source>
        <translation>Jour où l’usage prend fin</translation>
    </message>
    <message>
        <source>Day to compute; 21 June has the highest sun of the year, a heatwave usually comes in July.</source>
        <translation>Jour à calculer&#xa0;; le 21&#xa0;juin a le soleil le plus haut de l’année, les canicules surviennent généralement en juillet.</translation>
    </message>
    <message>
        <source>Day, in UTC, itself included; datasets whose date of update is unknown are then left out.</source>
        <translation>Jour, en temps universel, lui-même compris&#xa0;; les jeux de données dont la date de mise à jour est inconnue sont alors laissés de côté.</translation>
    </message>
    <message>
        <source>Days kept</source>
        <translation>Jours conservés</translation>
    </message>
    <message>
        <source>Days to 20 %</source>
        <translation>Jours avant 20&#xa0;%</translation>
    </message>
    <message>
        <source>Declare the file in the catalogue</source>
        <translation>Déclarer le fichier dans le catalogue</translation>
    </message>
    <message>
        <source>Declared commands (YAML)</source>
        <translation>Commandes déclarées (YAML)</translation>
    </message>
    <message>
        <source>Declares the devices of a point layer in a store: place, name, site, profile, period.</source>
        <translation>Déclarer dans une base les équipements d’une couche de points&#xa0;: emplacement, nom, site, profil, période.</translation>
    </message>
    <message>
        <source>Decode frames</source>
        <translation>Décoder des trames</translation>
    </message>
    <message>
        <source>Decoded frames</source>
        <translation>Trames décodées</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Par défaut</translation>
    </message>
    <message>
        <source>Default weights</source>
        <translation>Poids par défaut</translation>
    </message>
    <message>
        <source>Demo town</source>
        <translation>Ville de démonstration</translation>
    </message>
    <message>
        <source>Density is per hectare of the zone: there is no land use.</source>
        <translation>La densité est par hectare de zone&#xa0;: il n’y a pas d’occupation du sol.</translation>
    </message>
    <message>
        <source>Density is that of inhabitants: the number of dwellings is not known.</source>
        <translation>La densité est celle des habitants&#xa0;: le nombre de logements n’est pas connu.</translation>
    </message>
    <message>
        <source>Departure</source>
        <translation>Date et heure de départ</translation>
    </message>
    <message>
        <source>Describe this layer and publish it on a RUDI node</source>
        <translation>Décrire cette couche et la publier sur un nœud RUDI</translation>
    </message>
    <message>
        <source>Describes the layer, writes its file and asks the node; sends nothing (Ctrl+Return)</source>
        <translation>Décrit la couche, écrit son fichier et interroge le nœud&#xa0;; n’envoie rien (Ctrl+Entrée)</translation>
    </message>
    <message>
        <source>Describing the layer and writing its file…</source>
        <translation>Description de la couche et écriture de son fichier…</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Description</translation>
    </message>
    <message>
        <source>Description of a new project</source>
        <translation>Description d’un nouveau projet</translation>
    </message>
    <message>
        <source>Description of the dataset elsewhere</source>
        <translation>Description du jeu de données ailleurs</translation>
    </message>
    <message>
        <source>Description of the fields (Table Schema)</source>
        <translation>Description des champs (Table Schema)</translation>
    </message>
    <message>
        <source>Description of the new project</source>
        <translation>Description du nouveau projet</translation>
    </message>
    <message>
        <source>Description with its markup</source>
        <translation>Description mise en forme</translation>
    </message>
    <message>
        <source>Destinations</source>
        <translation>Destinations</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>Détail</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Détails</translation>
    </message>
    <message>
        <source>Detour
(m)</source>
        <translation>Détour
(m)</translation>
    </message>
    <message>
        <source>DevEUI in 16 hexadecimal digits, or the identifier of the device in its network.</source>
        <translation>DevEUI en 16 chiffres hexadécimaux, ou identifiant de l’équipement dans son réseau.</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Équipement</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>Équipements</translation>
    </message>
    <message>
        <source>Devices as points, with their state, radio, battery and latest values.</source>
        <translation>Équipements en points, avec leur état, leur radio, leur batterie et leurs dernières valeurs.</translation>
    </message>
    <message>
        <source>Devices by state</source>
        <translation>Équipements par état</translation>
    </message>
    <message>
        <source>Devices heard</source>
        <translation>Équipements entendus</translation>
    </message>
    <message>
        <source>Devices heard by it alone</source>
        <translation>Équipements entendus par elle seule</translation>
    </message>
    <message>
        <source>Devices heard by one gateway only</source>
        <translation>Équipements entendus par une seule passerelle</translation>
    </message>
    <message>
        <source>Devices in the layer</source>
        <translation>Équipements dans la couche</translation>
    </message>
    <message>
        <source>Devices late</source>
        <translation>Équipements en retard</translation>
    </message>
    <message>
        <source>Devices late or lost</source>
        <translation>Équipements en retard ou perdus</translation>
    </message>
    <message>
        <source>Devices lost</source>
        <translation>Équipements perdus</translation>
    </message>
    <message>
        <source>Devices never heard</source>
        <translation>Équipements jamais vus</translation>
    </message>
    <message>
        <source>Devices new to the store</source>
        <translation>Équipements nouveaux dans la base</translation>
    </message>
    <message>
        <source>Devices of a fleet</source>
        <translation>Équipements d’un parc</translation>
    </message>
    <message>
        <source>Devices on time</source>
        <translation>Équipements à l’heure</translation>
    </message>
    <message>
        <source>Devices registered</source>
        <translation>Équipements enregistrés</translation>
    </message>
    <message>
        <source>Devices that the store knew</source>
        <translation>Équipements que la base connaissait</translation>
    </message>
    <message>
        <source>Devices with a weak signal</source>
        <translation>Équipements au signal faible</translation>
    </message>
    <message>
        <source>Devices with observations</source>
        <translation>Équipements avec observations</translation>
    </message>
    <message>
        <source>Devices without a place</source>
        <translation>Équipements sans emplacement</translation>
    </message>
    <message>
        <source>Different values</source>
        <translation>Valeurs différentes</translation>
    </message>
    <message>
        <source>Differs</source>
        <translation>Différent</translation>
    </message>
    <message>
        <source>Diffuse radiation (W/m²)</source>
        <translation>Rayonnement diffus (W/m²)</translation>
    </message>
    <message>
        <source>Digest agreed to</source>
        <translation>Accord</translation>
    </message>
    <message>
        <source>Digest of what would be sent</source>
        <translation>Empreinte de ce qui serait envoyé</translation>
    </message>
    <message>
        <source>Digest {digest}</source>
        <translation>Empreinte {digest}</translation>
    </message>
    <message>
        <source>Directions of the sky view</source>
        <translation>Directions de la vue du ciel</translation>
    </message>
    <message>
        <source>Disconnect from the broker</source>
        <translation>Se déconnecter du courtier</translation>
    </message>
    <message>
        <source>Distance (m)</source>
        <translation>Distance (m)</translation>
    </message>
    <message>
        <source>Distance between benches field (m)</source>
        <translation>Champ de distance entre deux bancs (m)</translation>
    </message>
    <message>
        <source>Distance between samples (m)</source>
        <translation>Distance entre les points de relevé (m)</translation>
    </message>
    <message>
        <source>Distance from the streets reached that the areas cover.</source>
        <translation>Distance aux rues atteintes que couvrent les surfaces.</translation>
    </message>
    <message>
        <source>Distance from the streets that the served area covers.</source>
        <translation>Distance aux rues que couvre la zone desservie.</translation>
    </message>
    <message>
        <source>Distance to a crossing field (m)</source>
        <translation>Champ de distance à une traversée (m)</translation>
    </message>
    <message>
        <source>Distance to water or toilets field (m)</source>
        <translation>Champ de distance à l’eau ou aux toilettes (m)</translation>
    </message>
    <message>
        <source>Do not write an account in the address of a server: choose an authentication configuration.</source>
        <translation>N’écrivez pas de compte dans l’adresse d’un serveur&#xa0;: choisissez une configuration d’authentification.</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Terminé</translation>
    </message>
    <message>
        <source>Done, no checksum</source>
        <translation>Terminé, sans empreinte</translation>
    </message>
    <message>
        <source>Don’t tell again</source>
        <translation>Ne plus afficher</translation>
    </message>
    <message>
        <source>Download files of datasets</source>
        <translation>Télécharger des fichiers de jeux de données</translation>
    </message>
    <message>
        <source>Download {name}</source>
        <translation>Télécharger {name}</translation>
    </message>
    <message>
        <source>Download “{name}” to a folder</source>
        <translation>Télécharger «&#xa0;{name}&#xa0;» dans un dossier</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>En cours</translation>
    </message>
    <message>
        <source>Downloading “{name}” of “{title}”…</source>
        <translation>Téléchargement de «&#xa0;{name}&#xa0;», de «&#xa0;{title}&#xa0;»…</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>Téléchargements</translation>
    </message>
    <message>
        <source>Downloads ({count})</source>
        <translation>Téléchargements ({count})</translation>
    </message>
    <message>
        <source>Downloads files of a dataset, or of the datasets of a layer made by a search, and opens what QGIS can show: GeoJSON, GeoPackage, Shapefile in a ZIP, CSV with coordinates, lists of records in JSON, workbooks, pictures with coordinates. The layers carry title, licence, mandatory mention and contacts, and so does a .qmd file beside each file.</source>
        <translation>Télécharge des fichiers d’un jeu de données, ou des jeux de données d’une couche issue d’une recherche, et ouvre ce que QGIS sait montrer&#xa0;: GeoJSON, GeoPackage, Shapefile dans un ZIP, CSV avec coordonnées, listes d’enregistrements en JSON, classeurs, images avec coordonnées. Les couches portent titre, licence, mention obligatoire et contacts, de même qu’un fichier .qmd à côté de chaque fichier.</translation>
    </message>
    <message>
        <source>Downsample and purge</source>
        <translation>Agréger et purger</translation>
    </message>
    <message>
        <source>Drawing the sheet…</source>
        <translation>Mise en page de la fiche…</translation>
    </message>
    <message>
        <source>Draws up the RUDI record of a layer and writes the file to publish with it. Nothing is sent.</source>
        <translation>Établir la fiche RUDI d’une couche et écrire le fichier à publier avec elle. Rien n’est envoyé.</translation>
    </message>
    <message>
        <source>Drift and calibration</source>
        <translation>Dérive et étalonnage</translation>
    </message>
    <message>
        <source>Drift of sensors</source>
        <translation>Dérive des capteurs</translation>
    </message>
    <message>
        <source>Drift per year</source>
        <translation>Dérive par an</translation>
    </message>
    <message>
        <source>Dry run</source>
        <translation>Essai à blanc</translation>
    </message>
    <message>
        <source>Dry run: {count} observations of {series} series would be sent.</source>
        <translation>Essai à blanc&#xa0;: observations qui seraient envoyées&#xa0;: {count}&#xa0;; séries&#xa0;: {series}.</translation>
    </message>
    <message>
        <source>Dry run: {written} buckets would be written and {deleted} rows deleted.</source>
        <translation>Essai à blanc&#xa0;: tranches qui seraient écrites&#xa0;: {written}&#xa0;; lignes qui seraient supprimées&#xa0;: {deleted}.</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>Doublons</translation>
    </message>
    <message>
        <source>Duration (h)</source>
        <translation>Durée (h)</translation>
    </message>
    <message>
        <source>Duration (s)</source>
        <translation>Durée (s)</translation>
    </message>
    <message>
        <source>Duty cycle used (%)</source>
        <translation>Rapport cyclique utilisé (%)</translation>
    </message>
    <message>
        <source>Dwellings field</source>
        <translation>Champ des logements</translation>
    </message>
    <message>
        <source>E&amp;xport</source>
        <translation>E&amp;xporter</translation>
    </message>
    <message>
        <source>E-mail of the contact</source>
        <translation>Courriel du contact</translation>
    </message>
    <message>
        <source>EUI, identifier or name of a device that is right, or buddies: the median of the neighbours.</source>
        <translation>EUI, identifiant ou nom d’un équipement juste, ou buddies&#xa0;: la médiane des voisins.</translation>
    </message>
    <message>
        <source>EUI, identifier or name of one device.</source>
        <translation>EUI, identifiant ou nom d’un équipement.</translation>
    </message>
    <message>
        <source>EUIs, identifiers or names, separated by semicolons or commas; empty for all devices.</source>
        <translation>EUI, identifiants ou noms, séparés par des points-virgules ou des virgules&#xa0;; vide pour tous les équipements.</translation>
    </message>
    <message>
        <source>EXPECTED_HASH goes with EXPECTED_LINES: give both, as kept from an earlier run.</source>
        <translation>EXPECTED_HASH va avec EXPECTED_LINES&#xa0;: donnez les deux, tels que gardés d’une exécution précédente.</translation>
    </message>
    <message>
        <source>EXTENT is not on the globe; write it as west,east,south,north followed by its CRS, like -1.8,-1.6,48.0,48.2 [EPSG:4326].</source>
        <translation>EXTENT n’est pas sur le globe&#xa0;; écrivez-la sous la forme ouest,est,sud,nord suivie de son SCR, comme -1.8,-1.6,48.0,48.2 [EPSG:4326].</translation>
    </message>
    <message>
        <source>Each datastream is a device whose metric is result (result_0, result_1 and so on for a MultiDatastream), as a recorder stores it that hears the same server over MQTT: import first, for names, places and units, then record. The time is that of the phenomenon, the end of an interval.</source>
        <translation>Chaque flux de données est un équipement dont la grandeur est result (result_0, result_1, etc. pour un MultiDatastream), comme le stocke un enregistreur qui écoute le même serveur par MQTT&#xa0;: importez d’abord, pour les noms, les positions et les unités, puis enregistrez. L’heure est celle du phénomène, la fin d’un intervalle.</translation>
    </message>
    <message>
        <source>Each dot is a station predicted from all the others; on the dashed line the prediction is right.</source>
        <translation>Chaque point est une station prédite à partir de toutes les autres&#xa0;; sur la ligne pointillée, la prédiction est juste.</translation>
    </message>
    <message>
        <source>Each edge keeps the fields of its line and gains its identifier, its two nodes, its length in metres, its mean slope in the direction of drawing (rise over run, empty without terrain model), the steepest slope over 20 m, its side, its level and the connected part it belongs to (0 is the largest).</source>
        <translation>Chaque arc garde les champs de sa ligne et reçoit son identifiant, ses deux nœuds, sa longueur en mètres, sa pente moyenne dans le sens de saisie (dénivelé divisé par la distance horizontale, vide sans modèle numérique de terrain), la pente la plus forte sur 20&#xa0;m, son côté, son niveau et la partie connexe à laquelle il appartient (0 est la plus grande).</translation>
    </message>
    <message>
        <source>Each instant stands for one step centred on it, so from 06:00 to 21:00 every 15 minutes stands for 05:52:30 to 21:07:30. Instants when the sun is below the horizon add nothing.</source>
        <translation>Chaque instant représente un pas centré sur lui&#xa0;: de 06:00 à 21:00 toutes les 15&#xa0;minutes représente donc de 05:52:30 à 21:07:30. Les instants où le soleil est sous l’horizon n’ajoutent rien.</translation>
    </message>
    <message>
        <source>Each person’s own data</source>
        <translation>Données propres à chacun</translation>
    </message>
    <message>
        <source>Each route carries the number of its pair, the identifiers of its origin and destination (o_id, d_id) and the fields of one cool route. Pairs without route are listed in a second table with the reason: origin too far or destination too far from the network, with the distance; no way between them; same place; no point; no match in the other layer; too many routes to compare.</source>
        <translation>Chaque parcours porte le numéro de sa paire, les identifiants de son origine et de sa destination (o_id, d_id) et les champs d’un parcours fraîcheur. Les paires sans parcours sont listées dans une seconde table avec la raison&#xa0;: origine trop loin du réseau (origin too far) ou destination trop loin (destination too far), avec la distance&#xa0;; aucun chemin entre les deux (no way)&#xa0;; même lieu (same place)&#xa0;; pas de point (no point)&#xa0;; pas de correspondance dans l’autre couche (no match)&#xa0;; trop de parcours à comparer (too many routes).</translation>
    </message>
    <message>
        <source>Each route has its rank by length, its role (shortest, coolest or compromise), its length and its length in the sun in metres, its time and its time in the sun in minutes, and the weight of a sunny metre from which it is the best answer (alpha_eq, empty when no weight makes it so).</source>
        <translation>Chaque parcours a son rang par longueur, son rôle (le plus court, le plus frais ou compromis), sa longueur et sa longueur au soleil en mètres, sa durée et sa durée au soleil en minutes, et le poids d’un mètre au soleil à partir duquel il est la meilleure réponse (alpha_eq, vide si aucun poids n’y conduit).</translation>
    </message>
    <message>
        <source>Each value of the mapping {file} needs a name, or the path of one.</source>
        <translation>Chaque valeur de la correspondance {file} demande un nom, ou le chemin d’un nom.</translation>
    </message>
    <message>
        <source>East (degrees)</source>
        <translation>Est (degrés)</translation>
    </message>
    <message>
        <source>Edges</source>
        <translation>Arcs</translation>
    </message>
    <message>
        <source>Edges below ground level (tunnels, covered passages) are in shade all day. With a terrain model, places that fall on a roof are left out. Edges outside the surface model have no profile and are counted; routes treat them as in full sun.</source>
        <translation>Les arcs situés sous le niveau du sol (tunnels, passages couverts) sont à l’ombre toute la journée. Avec un modèle numérique de terrain, les points de relevé qui tombent sur un toit sont écartés. Les arcs hors du modèle numérique de surface n’ont pas de profil et sont comptés&#xa0;; les parcours les considèrent comme en plein soleil.</translation>
    </message>
    <message>
        <source>Edges made by the walking network algorithm, with one side per street.</source>
        <translation>Arcs faits par le traitement du réseau piéton, avec un seul côté par rue.</translation>
    </message>
    <message>
        <source>Edges made by the walking network algorithm; any line layer can be shaded.</source>
        <translation>Arcs créés par l’algorithme «&#xa0;Réseau piéton&#xa0;»&#xa0;; l’ombre peut être calculée sur toute couche de lignes.</translation>
    </message>
    <message>
        <source>Edges without data</source>
        <translation>Arcs sans données</translation>
    </message>
    <message>
        <source>Edges, with the fields of their lines and those of the network.</source>
        <translation>Arcs, avec les champs de leurs lignes et ceux du réseau.</translation>
    </message>
    <message>
        <source>Elevation of the sun (degrees)</source>
        <translation>Hauteur du soleil (degrés)</translation>
    </message>
    <message>
        <source>Empty for those of the profile, or none.</source>
        <translation>Vide pour celles du profil, ou aucune.</translation>
    </message>
    <message>
        <source>Encoding of the file</source>
        <translation>Encodage du fichier</translation>
    </message>
    <message>
        <source>Encrypted (TLS)</source>
        <translation>Chiffré (TLS)</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Arrivée</translation>
    </message>
    <message>
        <source>End of the period</source>
        <translation>Fin de la période</translation>
    </message>
    <message>
        <source>End of use</source>
        <translation>Fin de l’usage</translation>
    </message>
    <message>
        <source>End, excluded; empty for now.</source>
        <translation>Fin, exclue&#xa0;; vide pour maintenant.</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Terminée</translation>
    </message>
    <message>
        <source>Ends and vertices closer than this are the same place.</source>
        <translation>Les extrémités et les sommets plus proches que cette distance sont un même lieu.</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Moteur</translation>
    </message>
    <message>
        <source>Engine simple: closed form of the six directions of Lindberg et al. (2008), diffuse light of Reindl et al. (1990) and Hay and Davies (1980), ground temperature of Lindberg et al. (2016). It is not SOLWEIG. At three measured sites of Gothenburg its error (RMSE) is below 5 °C; it is too warm in the shade of trees on the hottest days.</source>
        <translation>Moteur simple&#xa0;: forme directe des six directions de Lindberg et al. (2008), lumière diffuse de Reindl et al. (1990) et de Hay et Davies (1980), température du sol de Lindberg et al. (2016). Ce n’est pas SOLWEIG. Sur trois sites mesurés de Göteborg, son erreur (RMSE) est inférieure à 5 °C&#xa0;; il est trop chaud à l’ombre des arbres les jours les plus chauds.</translation>
    </message>
    <message>
        <source>Engine solweig: calls the SOLWEIG package where it is installed in the Python of QGIS. It ignores the table of surfaces and the sky view raster, and works on the whole raster at once; it alone reads the wind.</source>
        <translation>Moteur solweig&#xa0;: appelle le paquet SOLWEIG là où il est installé dans le Python de QGIS. Il ignore la table des surfaces et le raster de vue du ciel, et traite tout le raster d’un coup&#xa0;; lui seul lit le vent.</translation>
    </message>
    <message>
        <source>Entities asked for at once</source>
        <translation>Entités demandées à la fois</translation>
    </message>
    <message>
        <source>Equation</source>
        <translation>Équation</translation>
    </message>
    <message>
        <source>Equipment</source>
        <translation>Équipements</translation>
    </message>
    <message>
        <source>Equipment of {name}</source>
        <translation>Équipements de {name}</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Erreur</translation>
    </message>
    <message>
        <source>Error of the mean of the stations (°C)</source>
        <translation>Erreur de la moyenne des stations (°C)</translation>
    </message>
    <message>
        <source>Error of the whole chain (°C)</source>
        <translation>Erreur de la chaîne complète (°C)</translation>
    </message>
    <message>
        <source>Error with kriging (°C)</source>
        <translation>Erreur avec krigeage (°C)</translation>
    </message>
    <message>
        <source>Error without kriging (°C)</source>
        <translation>Erreur sans krigeage (°C)</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Erreurs</translation>
    </message>
    <message>
        <source>Errors are what the portal refuses; warnings are what it accepts and someone will stumble over. VALID is true when no record has an error. A file that is not JSON is an error of its own and does not stop the others.</source>
        <translation>Les erreurs sont ce que le portail refuse&#xa0;; les avertissements, ce qu’il accepte mais sur quoi quelqu’un trébuchera. VALID est vrai quand aucune fiche n’a d’erreur. Un fichier qui n’est pas du JSON est une erreur à lui seul et n’arrête pas les autres.</translation>
    </message>
    <message>
        <source>Errors at stations left out</source>
        <translation>Erreurs aux stations laissées de côté</translation>
    </message>
    <message>
        <source>Errors at the stations</source>
        <translation>Erreurs aux stations</translation>
    </message>
    <message>
        <source>Errors at the stations (°C)</source>
        <translation>Erreurs aux stations (°C)</translation>
    </message>
    <message>
        <source>Errors at unseen stations are {ratio} times what the standard error announces: read it so.</source>
        <translation>Les erreurs aux stations non vues valent {ratio} fois ce que l’erreur type annonce&#xa0;: lisez-la ainsi.</translation>
    </message>
    <message>
        <source>Errors of the record</source>
        <translation>Erreurs de la fiche</translation>
    </message>
    <message>
        <source>Evaluates alarm rules (YAML) on the observations of a store, with deadbands, delays and silences, as the recorder does live: an observation counts when it was received, and delays end by themselves. Use it to try limits on past weeks before they wake somebody up.</source>
        <translation>Évalue des règles d’alarme (YAML) sur les observations d’une base, avec bandes mortes, délais et silences, comme l’enregistreur le fait en direct&#xa0;: une observation compte au moment de sa réception, et les délais s’achèvent d’eux-mêmes. Servez-vous-en pour essayer des seuils sur les semaines passées avant qu’ils ne réveillent quelqu’un.</translation>
    </message>
    <message>
        <source>Even number of directions in which the horizon is looked for, when no sky view raster is given.</source>
        <translation>Nombre pair de directions où l’horizon est cherché, quand aucun raster de vue du ciel n’est donné.</translation>
    </message>
    <message>
        <source>Even number of directions in which the horizon is looked for: 16 for a draft, 32, 64 for fine work.</source>
        <translation>Nombre pair de directions dans lesquelles l’horizon est cherché&#xa0;: 16 pour une ébauche, 32, 64 pour un travail fin.</translation>
    </message>
    <message>
        <source>Every indicator is optional. Fields with usual names are recognised and named in the log; canopy comes from a raster, benches, water and crossings from points, shade from the sun profiles. A missing indicator neither helps nor harms: n_missing counts them and confidence is the share of the weight that was measured. Traffic and speed taken from the class of the street are named in the field assumed and do not count in confidence.</source>
        <translation>Chaque indicateur est facultatif. Les champs aux noms usuels sont reconnus et nommés dans le journal&#xa0;; la canopée vient d’un raster, les bancs, l’eau et les traversées de points, l’ombre des profils de soleil. Un indicateur manquant n’aide ni ne nuit&#xa0;: n_missing les compte et confidence est la part du poids qui a été mesurée. Le trafic et la vitesse tirés de la classe de la rue sont nommés dans le champ assumed et ne comptent pas dans la confiance.</translation>
    </message>
    <message>
        <source>Every layer says in its metadata that it is synthetic: never take a decision on it.</source>
        <translation>Les métadonnées de chaque couche disent qu’elle est synthétique&#xa0;: ne fondez jamais une décision sur elle.</translation>
    </message>
    <message>
        <source>Every record is valid</source>
        <translation>Toutes les fiches sont valides</translation>
    </message>
    <message>
        <source>Every route with its figures, for the web</source>
        <translation>Tous les parcours avec leurs chiffres, pour le Web</translation>
    </message>
    <message>
        <source>Every row of the table of the population needs a variable, a category and a number.</source>
        <translation>Chaque ligne de la table de population doit avoir une variable, une catégorie et un nombre.</translation>
    </message>
    <message>
        <source>Exact with fast-moving shade</source>
        <translation>Exact même quand l’ombre se déplace vite</translation>
    </message>
    <message>
        <source>Exactly this is sent</source>
        <translation>Ceci est envoyé, exactement</translation>
    </message>
    <message>
        <source>Expected every</source>
        <translation>Période attendue</translation>
    </message>
    <message>
        <source>Expected frames come from the declared period, or else from the median time between frames. A counter that starts again after a join, a restart or 65535 loses nothing. Devices that send no frame counters are judged by the times of their measurements: their losses are not known, only their gaps.</source>
        <translation>Les trames attendues viennent de la période déclarée ou, à défaut, du temps médian entre les trames. Un compteur qui repart après un rattachement (join), un redémarrage ou 65535 ne perd rien. Les équipements qui n’envoient pas de compteur de trames sont jugés d’après les heures de leurs mesures&#xa0;: leurs pertes ne sont pas connues, seulement leurs interruptions.</translation>
    </message>
    <message>
        <source>Expected time between two messages, in place of the declared or estimated one; empty to keep those.</source>
        <translation>Temps attendu entre deux messages, à la place de celui déclaré ou estimé&#xa0;; vide pour garder ceux-ci.</translation>
    </message>
    <message>
        <source>Expected time between two messages; empty values leave it to be estimated.</source>
        <translation>Temps attendu entre deux messages&#xa0;; une valeur vide le laisse estimer.</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Expiration</translation>
    </message>
    <message>
        <source>Explains the heat island of the stations by what surrounds them, draws the map that follows, and says how wrong it is. Every combination of predictors is compared, one radius for each kind; the residuals are kriged if that lowers the error at stations that the map has not seen.</source>
        <translation>Explique l’îlot de chaleur des stations par ce qui les entoure, trace la carte qui en découle et dit de combien elle se trompe. Toutes les combinaisons de prédicteurs sont comparées, avec un seul rayon par nature&#xa0;; les résidus sont krigés si cela réduit l’erreur à des stations que la carte n’a pas vues.</translation>
    </message>
    <message>
        <source>Export all routes</source>
        <translation>Exporter tous les parcours</translation>
    </message>
    <message>
        <source>Export metadata</source>
        <translation>Exporter des métadonnées</translation>
    </message>
    <message>
        <source>Export routes</source>
        <translation>Exporter des parcours</translation>
    </message>
    <message>
        <source>Export the route</source>
        <translation>Exporter le parcours</translation>
    </message>
    <message>
        <source>Export the route and its sheet</source>
        <translation>Exporter le parcours et sa fiche</translation>
    </message>
    <message>
        <source>Export the route sheet</source>
        <translation>Exporter la fiche de parcours</translation>
    </message>
    <message>
        <source>Expression of SensorThings, such as ObservedProperty/name eq &apos;PM10&apos;; empty for all datastreams.</source>
        <translation>Expression SensorThings, comme ObservedProperty/name eq &apos;PM10&apos;&#xa0;; vide pour tous les flux de données.</translation>
    </message>
    <message>
        <source>Extent</source>
        <translation>Emprise</translation>
    </message>
    <message>
        <source>Extent (degrees)</source>
        <translation>Emprise (degrés)</translation>
    </message>
    <message>
        <source>Extent of the dataset, within that of the catalogue (dashed)</source>
        <translation>Emprise du jeu de données, dans celle du catalogue (en tirets)</translation>
    </message>
    <message>
        <source>Extents of datasets of the catalogue {name}, as their records give them.</source>
        <translation>Emprises de jeux de données du catalogue {name}, telles que leurs fiches les donnent.</translation>
    </message>
    <message>
        <source>Extra length accepted, as a share of the shortest route.</source>
        <translation>Longueur supplémentaire acceptée, en proportion du parcours le plus court.</translation>
    </message>
    <message>
        <source>Extrapolated cells</source>
        <translation>Cellules extrapolées</translation>
    </message>
    <message>
        <source>Extrapolated cells (%)</source>
        <translation>Cellules extrapolées (%)</translation>
    </message>
    <message>
        <source>FILES_JSON tells of each file: dataset, medium, path, bytes, algorithm, expected and computed checksum, whether it is in order, bytes that were there already, status (verified, unverifiable, unchecked, mismatch, failed), faults and error. Where one file is asked for, a failure ends the run; with several the others go on, and the run fails only when none could be had.</source>
        <translation>FILES_JSON dit de chaque fichier&#xa0;: jeu de données, média, chemin, octets, algorithme, empreintes attendue et calculée, s’il est en ordre, octets déjà présents, état (verified&#xa0;: vérifié, unverifiable&#xa0;: non vérifiable, unchecked&#xa0;: non contrôlé, mismatch&#xa0;: différent, failed&#xa0;: échec), défauts et erreur. Quand un seul fichier est demandé, un échec termine l’exécution&#xa0;; quand il y en a plusieurs, les autres continuent, et l’exécution n’échoue que si aucun n’a pas pu être obtenu.</translation>
    </message>
    <message>
        <source>FILTER is an expression of SensorThings on datastreams, such as ObservedProperty/name eq &apos;PM10&apos;. A server that does not know filters by place is asked for everything, and the extent is applied here. A cancelled run keeps what it wrote until then; run again to go on. A store holds one server.</source>
        <translation>FILTER est une expression SensorThings sur les flux de données, comme ObservedProperty/name eq &apos;PM10&apos;. Un serveur qui ne connaît pas les filtres par lieu est interrogé sur tout, et l’emprise est appliquée ici. Une exécution annulée garde ce qu’elle a écrit jusque-là&#xa0;; relancez pour poursuivre. Une base contient un seul serveur.</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Échec</translation>
    </message>
    <message>
        <source>Failed observations</source>
        <translation>Observations en échec</translation>
    </message>
    <message>
        <source>Faults</source>
        <translation>Défauts</translation>
    </message>
    <message>
        <source>Faults in the records written</source>
        <translation>Défauts des fiches écrites</translation>
    </message>
    <message>
        <source>Faults of the record</source>
        <translation>Défauts de la fiche</translation>
    </message>
    <message>
        <source>Faults of the records</source>
        <translation>Défauts des fiches</translation>
    </message>
    <message>
        <source>Feature {number} could not be written; check that the destination can be written to and that its format accepts these fields. ({cause})</source>
        <translation>L’entité {number} n’a pas pu être écrite&#xa0;; vérifiez que la destination est accessible en écriture et que son format accepte ces champs. ({cause})</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>Entités</translation>
    </message>
    <message>
        <source>Features written</source>
        <translation>Entités écrites</translation>
    </message>
    <message>
        <source>Features {first} to {last} could not be written; check that the destination can be written to and that its format accepts these fields. ({cause})</source>
        <translation>Les entités {first} à {last} n’ont pas pu être écrites&#xa0;; vérifiez que la destination accepte l’écriture et que son format accepte ces champs. ({cause})</translation>
    </message>
    <message>
        <source>Felt
(°C)</source>
        <translation>Ress.
(°C)</translation>
    </message>
    <message>
        <source>Felt heat (UTCI)</source>
        <translation>La chaleur ressentie (UTCI)</translation>
    </message>
    <message>
        <source>Felt temperature (PET, °C)</source>
        <translation>Température ressentie (PET, °C)</translation>
    </message>
    <message>
        <source>Felt temperature (UTCI or PET) from mean radiant temperature, air, humidity and wind.</source>
        <translation>Température ressentie (UTCI ou PET) d’après la température de rayonnement, l’air, l’humidité et le vent.</translation>
    </message>
    <message>
        <source>Felt temperature (UTCI, °C)</source>
        <translation>Température ressentie (UTCI, °C)</translation>
    </message>
    <message>
        <source>Felt temperature (°C)</source>
        <translation>Température ressentie (°C)</translation>
    </message>
    <message>
        <source>Fetching “{name}”; see the tab Downloads.</source>
        <translation>«&#xa0;{name}&#xa0;» est en route&#xa0;; voyez l’onglet Téléchargements.</translation>
    </message>
    <message>
        <source>Fewer than two zones have {least} stations; the zones are not used.</source>
        <translation>Moins de deux zones ont {least} stations&#xa0;; les zones ne sont pas utilisées.</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Champ</translation>
    </message>
    <message>
        <source>Field global_id of a search, or the identifier in the address of the dataset on its portal.</source>
        <translation>Champ global_id d’une recherche, ou identifiant qui figure dans l’adresse du jeu de données sur son portail.</translation>
    </message>
    <message>
        <source>Field global_id of a search, or the identifier in the address of the dataset on its portal. Leave it empty to give a layer.</source>
        <translation>Champ global_id d’une recherche, ou identifiant qui figure dans l’adresse du jeu de données sur son portail. Laissez vide pour donner une couche.</translation>
    </message>
    <message>
        <source>Field of the EUI</source>
        <translation>Champ de l’EUI</translation>
    </message>
    <message>
        <source>Field of the destinations</source>
        <translation>Champ des destinations</translation>
    </message>
    <message>
        <source>Field of the frame</source>
        <translation>Champ de la trame</translation>
    </message>
    <message>
        <source>Field of the heat island in degrees Celsius; stations without a value are left out.</source>
        <translation>Champ de l’îlot de chaleur en degrés Celsius&#xa0;; les stations sans valeur sont écartées.</translation>
    </message>
    <message>
        <source>Field of the name</source>
        <translation>Champ du nom</translation>
    </message>
    <message>
        <source>Field of the origins</source>
        <translation>Champ des origines</translation>
    </message>
    <message>
        <source>Field of the period (s)</source>
        <translation>Champ de la période (s)</translation>
    </message>
    <message>
        <source>Field of the port</source>
        <translation>Champ du port</translation>
    </message>
    <message>
        <source>Field of the profile</source>
        <translation>Champ du profil</translation>
    </message>
    <message>
        <source>Field of the segments that the answers refer to, for ratings and pairs. Segments that share a value, such as the edges of one street, count as one. When empty, a usual name that both layers have.</source>
        <translation>Champ des tronçons auquel les réponses renvoient, pour ratings et pairs. Les tronçons qui partagent une valeur, comme les arcs d’une même rue, comptent pour un. Vide&#xa0;: un nom usuel que les deux couches ont.</translation>
    </message>
    <message>
        <source>Field of the site</source>
        <translation>Champ du site</translation>
    </message>
    <message>
        <source>Field of the stations that the table refers to.</source>
        <translation>Champ des stations auquel la table se réfère.</translation>
    </message>
    <message>
        <source>Field of the table that names the station.</source>
        <translation>Champ de la table qui nomme la station.</translation>
    </message>
    <message>
        <source>Field of what is out of service</source>
        <translation>Champ de la mise hors service</translation>
    </message>
    <message>
        <source>Field with the name that phones show.</source>
        <translation>Champ du nom qu’affichent les téléphones.</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Champs</translation>
    </message>
    <message>
        <source>Fields written</source>
        <translation>Champs écrits</translation>
    </message>
    <message>
        <source>Fields x_… hold the measures, v_… their values from 0 to 1, worst the indicator that costs most points (worst_pts). pmr_ok says whether a wheelchair can pass by the French order of 15 January 2007, empty where that is not known; pmr_why says why. It is kept apart from the score on purpose: a shaded stair may be pleasant and still bar the way.</source>
        <translation>Les champs x_… contiennent les mesures, v_… leurs valeurs de 0 à 1, worst l’indicateur qui coûte le plus de points (worst_pts). pmr_ok dit si un fauteuil roulant peut passer selon l’arrêté du 15 janvier 2007, vide quand on ne le sait pas&#xa0;; pmr_why dit pourquoi. Ce verdict est tenu à part de la note, à dessein&#xa0;: un escalier ombragé peut être agréable et barrer tout de même le chemin.</translation>
    </message>
    <message>
        <source>Figures beyond what the texts allow</source>
        <translation>Chiffres au-delà de ce que les textes admettent</translation>
    </message>
    <message>
        <source>Figures: announcements per ten minutes and per day, floods (more than 10 in ten minutes, until fewer than 5), chattering and stale alarms, share of each priority, the ten most frequent, after ISA-18.2 and EEMUA 191.</source>
        <translation>Chiffres&#xa0;: annonces par dix minutes et par jour, avalanches (plus de 10 en dix minutes, jusqu’à moins de 5), alarmes instables et alarmes persistantes, part de chaque priorité, les dix plus fréquentes, d’après ISA-18.2 et EEMUA 191.</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <source>File and record</source>
        <translation>Fichier et fiche</translation>
    </message>
    <message>
        <source>File of command templates; empty for that of the profile.</source>
        <translation>Fichier de modèles de commandes&#xa0;; vide pour celui du profil.</translation>
    </message>
    <message>
        <source>File of records (JSON)</source>
        <translation>Fichier de fiches (JSON)</translation>
    </message>
    <message>
        <source>File or address</source>
        <translation>Fichier ou adresse</translation>
    </message>
    <message>
        <source>File or service</source>
        <translation>Fichier ou service</translation>
    </message>
    <message>
        <source>File to publish</source>
        <translation>Fichier à publier</translation>
    </message>
    <message>
        <source>File to write, .zip for several records in a format that holds one; an existing one is replaced.</source>
        <translation>Fichier à écrire, .zip pour plusieurs fiches dans un format qui n’en contient qu’une&#xa0;; un fichier existant est remplacé.</translation>
    </message>
    <message>
        <source>File to write: .pdf to print, .png for a picture.</source>
        <translation>Fichier à écrire&#xa0;: .pdf pour imprimer, .png pour une image.</translation>
    </message>
    <message>
        <source>File to write; an existing one is replaced once the new one is complete.</source>
        <translation>Fichier à écrire&#xa0;; un fichier existant est remplacé une fois le nouveau complet.</translation>
    </message>
    <message>
        <source>Files (JSON)</source>
        <translation>Fichiers (JSON)</translation>
    </message>
    <message>
        <source>Files and services</source>
        <translation>Fichiers et services</translation>
    </message>
    <message>
        <source>Files downloaded</source>
        <translation>Fichiers téléchargés</translation>
    </message>
    <message>
        <source>Files of a dataset or of a search: resumed when the network breaks off, verified, loaded.</source>
        <translation>Fichiers d’un jeu de données ou d’une recherche&#xa0;: repris après une coupure de connexion, vérifiés, chargés.</translation>
    </message>
    <message>
        <source>Files that could not be downloaded</source>
        <translation>Fichiers qui n’ont pas pu être téléchargés</translation>
    </message>
    <message>
        <source>Filter of datastreams</source>
        <translation>Filtre des flux de données</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Filtres</translation>
    </message>
    <message>
        <source>Filters ({count})</source>
        <translation>Filtres ({count})</translation>
    </message>
    <message>
        <source>Filters by theme, producer, format, licence, access, year and keyword</source>
        <translation>Filtres par thème, producteur, format, licence, accès, année et mot-clé</translation>
    </message>
    <message>
        <source>Find cool walking routes</source>
        <translation>Trouver des parcours à pied au frais</translation>
    </message>
    <message>
        <source>Find data without leaving QGIS</source>
        <translation>Trouver des données sans quitter QGIS</translation>
    </message>
    <message>
        <source>Find, add and publish data of RUDI catalogues</source>
        <translation>Trouver, ajouter et publier des données de catalogues RUDI</translation>
    </message>
    <message>
        <source>Finds all streets that one can walk to within given budgets, and the area around them. Streets are cut exactly where the budget is spent. With the cost in time, the budget is minutes. With the cost in the sun, it is minutes of comfort: a minute in the shade counts for one, a minute in the sun for the weight given (3 by default), at the hour it is walked.</source>
        <translation>Trouve toutes les rues que l’on atteint à pied dans des budgets donnés, et la surface qui les entoure. Les rues sont coupées exactement là où le budget est épuisé. Pour le coût en temps, le budget est en minutes. Pour le coût au soleil, il est en minutes de confort&#xa0;: une minute à l’ombre compte pour une, une minute au soleil pour le poids donné (3 par défaut), à l’heure où elle est marchée.</translation>
    </message>
    <message>
        <source>Finds datasets in a RUDI portal or node, a CSW, udata or STAC catalogue, or a JSON file of records, and writes the extent of each with its description, its files and its services. Datasets without extent are written without geometry.</source>
        <translation>Trouve des jeux de données dans un portail ou un nœud RUDI, un catalogue CSW, udata ou STAC, ou un fichier JSON de fiches, et écrit l’emprise de chacun avec sa description, ses fichiers et ses services. Les jeux de données sans emprise sont écrits sans géométrie.</translation>
    </message>
    <message>
        <source>Finds how much each indicator counts for the people who answered. Four kinds of answers: ratings of segments (such as 1 to 5), points with good and bad comments on a map, choices between photos or routes (pairs), and, without survey, comparisons of the indicators in pairs (ahp).</source>
        <translation>Trouve combien chaque indicateur compte pour les personnes qui ont répondu. Quatre sortes de réponses&#xa0;: des notes de tronçons (de 1 à 5 par exemple, ratings), des points avec des commentaires bons et mauvais sur une carte (points), des choix entre photos ou itinéraires (pairs) et, sans enquête, des comparaisons des indicateurs deux à deux (ahp).</translation>
    </message>
    <message>
        <source>First band of the sky view factor raster, on the grid of the surface model; empty computes it here.</source>
        <translation>Première bande du raster de facteur de vue du ciel, sur la grille du modèle numérique de surface&#xa0;; vide, il est calculé ici.</translation>
    </message>
    <message>
        <source>First hour</source>
        <translation>Première heure</translation>
    </message>
    <message>
        <source>First indicator field (ahp)</source>
        <translation>Champ du premier indicateur (ahp)</translation>
    </message>
    <message>
        <source>First line that is wrong, 0 none</source>
        <translation>Première ligne fausse, 0 si aucune</translation>
    </message>
    <message>
        <source>First step: allow the confirmation for a minute; nothing is sent</source>
        <translation>Première étape&#xa0;: autoriser la confirmation pendant une minute&#xa0;; rien n’est envoyé</translation>
    </message>
    <message>
        <source>Fit walkability weights on a survey</source>
        <translation>Caler les poids de marchabilité sur une enquête</translation>
    </message>
    <message>
        <source>Flagged observations</source>
        <translation>Observations marquées</translation>
    </message>
    <message>
        <source>Flags values that are impossible, jump, stand still or stick out, series by series.</source>
        <translation>Marque les valeurs impossibles, qui sautent, se figent ou s’écartent des autres, série par série.</translation>
    </message>
    <message>
        <source>Flags written to the store</source>
        <translation>Drapeaux écrits dans la base</translation>
    </message>
    <message>
        <source>Floods</source>
        <translation>Avalanches</translation>
    </message>
    <message>
        <source>Fold or unfold: {title}</source>
        <translation>Replier ou déplier&#xa0;: {title}</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>Folder of the copy</source>
        <translation>Dossier de la copie</translation>
    </message>
    <message>
        <source>Folder of the download</source>
        <translation>Dossier du téléchargement</translation>
    </message>
    <message>
        <source>For 30 days by default; commands read the application of a device from them.</source>
        <translation>Pendant 30 jours par défaut&#xa0;; les commandes y lisent l’application d’un équipement.</translation>
    </message>
    <message>
        <source>For a critical command: the name of the device, to confirm.</source>
        <translation>Pour une commande critique&#xa0;: le nom de l’équipement, pour confirmer.</translation>
    </message>
    <message>
        <source>For a wheelchair or a pram: no steps, no street marked as not accessible, no slope above 5 %.</source>
        <translation>Pour un fauteuil roulant ou une poussette&#xa0;: pas de marche, pas de rue signalée comme non accessible, pas de pente au-dessus de 5&#xa0;%.</translation>
    </message>
    <message>
        <source>For air temperature only: 0.65 K per 100 m.</source>
        <translation>Pour la température de l’air seulement&#xa0;: 0,65&#xa0;K par 100&#xa0;m.</translation>
    </message>
    <message>
        <source>For buddies: with fewer values at an instant there is no reference.</source>
        <translation>Pour buddies&#xa0;: avec moins de valeurs à un instant, il n’y a pas de référence.</translation>
    </message>
    <message>
        <source>For buddies; devices without a place have as neighbours those of their site.</source>
        <translation>Pour buddies&#xa0;; les équipements sans emplacement ont pour voisins ceux de leur site.</translation>
    </message>
    <message>
        <source>For each cell of a map, or each point, gives the share of each class of a land-cover raster within one or several radii; or the mean of a quantity such as building height, canopy, NDVI, sky view factor or altitude. These are what explains the heat island of a place.</source>
        <translation>Pour chaque cellule d’une carte, ou chaque point, donne la part de chaque classe d’un raster d’occupation du sol dans un ou plusieurs rayons&#xa0;; ou la moyenne d’une grandeur comme la hauteur du bâti, la canopée, le NDVI, le facteur de vue du ciel ou l’altitude. C’est ce qui explique l’îlot de chaleur d’un lieu.</translation>
    </message>
    <message>
        <source>For each night, compares the lowest temperature of each station with the mean of the reference stations in the countryside. The difference is the heat island of that station and night. Nights where the strongest one exceeds the threshold are selected; with wind and cloud, only calm and clear ones.</source>
        <translation>Pour chaque nuit, compare la température la plus basse de chaque station à la moyenne des stations de référence de la campagne. La différence est l’îlot de chaleur de cette station et de cette nuit. Les nuits où le plus fort dépasse le seuil sont retenues&#xa0;; avec le vent et la nébulosité, seulement celles qui sont calmes et claires.</translation>
    </message>
    <message>
        <source>For example: RUDI Rennes Métropole</source>
        <translation>Par exemple&#xa0;: RUDI Rennes Métropole</translation>
    </message>
    <message>
        <source>For example: Town heating</source>
        <translation>Par exemple&#xa0;: Chauffage urbain</translation>
    </message>
    <message>
        <source>For example: cool walks to the schools</source>
        <translation>Par exemple&#xa0;: parcours fraîcheur vers les écoles</translation>
    </message>
    <message>
        <source>For example: names and numbers of shops, already public</source>
        <translation>Par exemple&#xa0;: noms et numéros de commerces, déjà publics</translation>
    </message>
    <message>
        <source>For example: sensor being replaced</source>
        <translation>Par exemple&#xa0;: capteur en cours de remplacement</translation>
    </message>
    <message>
        <source>For the land cover only. By density: paved where roofs cover 30 % or more of the square of 100 m around, grass elsewhere.</source>
        <translation>Pour l’occupation du sol seulement. Par densité&#xa0;: revêtu où les toitures couvrent 30&#xa0;% ou plus du carré de 100 m alentour, herbe ailleurs.</translation>
    </message>
    <message>
        <source>For the target “node” only. The portal takes the dataset in later and reports.</source>
        <translation>Pour la voie «&#xa0;node&#xa0;» seulement. Le portail intègre le jeu de données plus tard et en rend compte.</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Disposition</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Format by its name, extension or media type (GeoJSON, csv, application/zip), or all for every file. Empty: the first vector file, else the first that may hold one.</source>
        <translation>Format par son nom, son extension ou son type de média (GeoJSON, csv, application/zip), ou all pour tous les fichiers. Vide&#xa0;: le premier fichier vecteur, sinon le premier qui peut en contenir un.</translation>
    </message>
    <message>
        <source>Format of the file</source>
        <translation>Format du fichier</translation>
    </message>
    <message>
        <source>Format to write.</source>
        <translation>Format à écrire.</translation>
    </message>
    <message>
        <source>Formats</source>
        <translation>Formats</translation>
    </message>
    <message>
        <source>Formats: GPX 1.1 (Topografix) and RFC 7946, seven decimals of a degree, about a centimetre.</source>
        <translation>Formats&#xa0;: GPX 1.1 (Topografix) et RFC 7946, sept décimales de degré, environ un centimètre.</translation>
    </message>
    <message>
        <source>Four rays in each cell (exact method)</source>
        <translation>Quatre rayons par cellule (méthode exacte)</translation>
    </message>
    <message>
        <source>Four rays in each cell are for the exact method: the sweep has one.</source>
        <translation>Les quatre rayons par cellule sont réservés à la méthode exacte&#xa0;: le balayage n’en a qu’un.</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Trames</translation>
    </message>
    <message>
        <source>Frames heard</source>
        <translation>Trames entendues</translation>
    </message>
    <message>
        <source>Frames lost</source>
        <translation>Trames perdues</translation>
    </message>
    <message>
        <source>Frames not wholly understood</source>
        <translation>Trames non entièrement comprises</translation>
    </message>
    <message>
        <source>Frames received</source>
        <translation>Trames reçues</translation>
    </message>
    <message>
        <source>Frames wholly understood</source>
        <translation>Trames entièrement comprises</translation>
    </message>
    <message>
        <source>Free height field (m)</source>
        <translation>Champ de hauteur libre (m)</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Début</translation>
    </message>
    <message>
        <source>From &lt;b&gt;{short} m&lt;/b&gt; with a heat dose of {most} °C·min, to &lt;b&gt;{long} m&lt;/b&gt; with {least} °C·min.</source>
        <translation>De &lt;b&gt;{short}&#xa0;m&lt;/b&gt;, pour une dose de chaleur de {most}&#xa0;°C·min, à &lt;b&gt;{long}&#xa0;m&lt;/b&gt;, pour {least}&#xa0;°C·min.</translation>
    </message>
    <message>
        <source>From &lt;b&gt;{short} m&lt;/b&gt; with {most} m added by the heat, to &lt;b&gt;{long} m&lt;/b&gt; with {least} m.</source>
        <translation>De &lt;b&gt;{short}&#xa0;m&lt;/b&gt;, plus {most}&#xa0;m ajoutés par la chaleur, à &lt;b&gt;{long}&#xa0;m&lt;/b&gt;, plus {least}&#xa0;m.</translation>
    </message>
    <message>
        <source>From &lt;b&gt;{short} m&lt;/b&gt; with {most} m in the sun, to &lt;b&gt;{long} m&lt;/b&gt; with {least} m.</source>
        <translation>De &lt;b&gt;{short}&#xa0;m&lt;/b&gt;, dont {most}&#xa0;m au soleil, à &lt;b&gt;{long}&#xa0;m&lt;/b&gt;, dont {least}&#xa0;m.</translation>
    </message>
    <message>
        <source>From every street, finds the nearest cool place (park, fountain, library) that is open at the hour of arrival, and the minutes it takes to walk there. Streets keep their fields and receive min_to_cool (from the middle of the street, empty when no place can be reached), place_id of that place, and served_pct, the share of the street within the longest walk.</source>
        <translation>Depuis chaque rue, trouve le lieu frais le plus proche (parc, fontaine, bibliothèque) ouvert à l’heure d’arrivée, et les minutes de marche pour s’y rendre. Les rues gardent leurs champs et reçoivent min_to_cool (depuis le milieu de la rue, vide quand aucun lieu ne peut être atteint), place_id de ce lieu, et served_pct, la part de la rue située à la durée maximale de marche au plus.</translation>
    </message>
    <message>
        <source>From {present:g} to {wanted:g} is too much at once: {most:g} at most in one command.</source>
        <translation>Passer de {present:g} à {wanted:g} est trop en une fois&#xa0;: {most:g} au plus par commande.</translation>
    </message>
    <message>
        <source>From {start} to {end}</source>
        <translation>De «&#xa0;{start}&#xa0;» à «&#xa0;{end}&#xa0;»</translation>
    </message>
    <message>
        <source>GLOBAL_ID is empty; give the identifier of a dataset.</source>
        <translation>GLOBAL_ID est vide&#xa0;; donnez l’identifiant d’un jeu de données.</translation>
    </message>
    <message>
        <source>GPX file</source>
        <translation>Fichier GPX</translation>
    </message>
    <message>
        <source>GPX track and &amp;PDF sheet…</source>
        <translation>Trace GPX et fiche &amp;PDF…</translation>
    </message>
    <message>
        <source>GPX track, with a PDF sheet beside it (*.gpx)</source>
        <translation>Trace GPX, avec une fiche PDF à côté (*.gpx)</translation>
    </message>
    <message>
        <source>GPX tracks (*.gpx)</source>
        <translation>Traces GPX (*.gpx)</translation>
    </message>
    <message>
        <source>Gap and radio quality report</source>
        <translation>Rapport d’interruptions et de qualité radio</translation>
    </message>
    <message>
        <source>Gaps</source>
        <translation>Lacunes</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>Passerelle</translation>
    </message>
    <message>
        <source>Gateways</source>
        <translation>Passerelles</translation>
    </message>
    <message>
        <source>Gateways off-line</source>
        <translation>Passerelles hors ligne</translation>
    </message>
    <message>
        <source>GeoDCAT-AP (Turtle, JSON-LD, RDF/XML) is what European data portals harvest, ISO 19139 what INSPIRE catalogues such as GeoNetwork take, qmd the metadata of a QGIS layer, datapackage the description that lies beside files (Frictionless 2), schemaorg what web search engines read.</source>
        <translation>GeoDCAT-AP (Turtle, JSON-LD, RDF/XML) est ce que moissonnent les portails européens de données, ISO 19139 ce que prennent les catalogues INSPIRE comme GeoNetwork, qmd les métadonnées d’une couche QGIS, datapackage la description placée à côté des fichiers (Frictionless 2), schemaorg ce que lisent les moteurs de recherche du web.</translation>
    </message>
    <message>
        <source>GeoDCAT-AP and schema.org hold several records in one document. The others hold one: several records then become a ZIP archive, so OUTPUT must end in .zip. Limits: ISO 19139 has no place for identifiers and checksums of files; addresses relative to a portal are left out where the portal is not known.</source>
        <translation>GeoDCAT-AP et schema.org logent plusieurs fiches dans un même document. Les autres n’en logent qu’une&#xa0;: plusieurs fiches donnent alors une archive ZIP, et OUTPUT doit finir par .zip. Limites&#xa0;: ISO 19139 n’a pas de place pour les identifiants ni pour les empreintes des fichiers&#xa0;; les adresses relatives à un portail sont laissées de côté quand le portail n’est pas connu.</translation>
    </message>
    <message>
        <source>GeoJSON file</source>
        <translation>Fichier GeoJSON</translation>
    </message>
    <message>
        <source>GeoJSON files (*.geojson)</source>
        <translation>Fichiers GeoJSON (*.geojson)</translation>
    </message>
    <message>
        <source>GeoPackage file, made when it is not there, or PostgreSQL connection; empty to use a broker.</source>
        <translation>Fichier GeoPackage, créé s’il n’existe pas, ou connexion PostgreSQL&#xa0;; vide pour utiliser un courtier.</translation>
    </message>
    <message>
        <source>GeoPackage in a ZIP</source>
        <translation>GeoPackage dans un ZIP</translation>
    </message>
    <message>
        <source>GeoPackage with every standard layer, empty ones too, and a table of sources, licences and gaps.</source>
        <translation>GeoPackage avec toutes les couches standard, même vides, et une table des sources, des licences et des manques.</translation>
    </message>
    <message>
        <source>GeoTIFF from 0 to 1, -9999 where there is no data; see above for its bands.</source>
        <translation>GeoTIFF de 0 à 1, -9999 sans donnée&#xa0;; ses bandes sont décrites plus haut.</translation>
    </message>
    <message>
        <source>GeoTIFF of class numbers from the coldest: 1 to 10 for UTCI, 1 to 9 for PET, 255 where there is no data.</source>
        <translation>GeoTIFF de numéros de classe à partir de la plus froide&#xa0;: 1 à 10 pour l’UTCI, 1 à 9 pour la PET, 255 sans donnée.</translation>
    </message>
    <message>
        <source>GeoTIFF of codes: 1 paved, 2 roofs, 3 evergreen and 4 deciduous trees, 5 grass, 6 bare soil, 7 water.</source>
        <translation>GeoTIFF de codes&#xa0;: 1 revêtement, 2 toitures, 3 arbres persistants et 4 arbres caducs, 5 herbe, 6 sol nu, 7 eau.</translation>
    </message>
    <message>
        <source>GeoTIFF of degrees C, -9999 where there is no data.</source>
        <translation>GeoTIFF de degrés C, -9999 sans donnée.</translation>
    </message>
    <message>
        <source>GeoTIFF of the altitude of the ground and the roofs, without vegetation.</source>
        <translation>GeoTIFF de l’altitude du sol et des toits, sans la végétation.</translation>
    </message>
    <message>
        <source>GeoTIFF of the altitude of the ground.</source>
        <translation>GeoTIFF de l’altitude du sol.</translation>
    </message>
    <message>
        <source>GeoTIFF of the height of the trees above the ground.</source>
        <translation>GeoTIFF de la hauteur des arbres au-dessus du sol.</translation>
    </message>
    <message>
        <source>GeoTIFF of the same codes without the trees: what mean radiant temperature needs.</source>
        <translation>GeoTIFF des mêmes codes sans les arbres&#xa0;: ce qu’il faut à la température moyenne de rayonnement.</translation>
    </message>
    <message>
        <source>GeoTIFF of two bands: hours of direct sun, and share of the daylight in shade (%).</source>
        <translation>GeoTIFF à deux bandes&#xa0;: heures de soleil direct, et part de la journée à l’ombre (%).</translation>
    </message>
    <message>
        <source>GeoTIFF of whole percents, 0 in shade to 100 in the sun, 255 where there is no data.</source>
        <translation>GeoTIFF en pourcentages entiers&#xa0;: 0 à l’ombre, 100 au soleil, 255 sans donnée.</translation>
    </message>
    <message>
        <source>GeoTIFF with one band per class and radius.</source>
        <translation>GeoTIFF avec une bande par classe et par rayon.</translation>
    </message>
    <message>
        <source>Getting the route search ready</source>
        <translation>Préparation de la recherche de parcours</translation>
    </message>
    <message>
        <source>Give a STORE or a broker, not both.</source>
        <translation>Donnez STORE ou un courtier, pas les deux.</translation>
    </message>
    <message>
        <source>Give a land cover, or rasters of predictors: the map is drawn on their grid.</source>
        <translation>Donnez une occupation du sol, ou des rasters de prédicteurs&#xa0;: la carte est tracée sur leur grille.</translation>
    </message>
    <message>
        <source>Give a place: a point, or a layer whose centre is taken.</source>
        <translation>Indiquez un lieu&#xa0;: un point, ou une couche dont le centre est pris.</translation>
    </message>
    <message>
        <source>Give a time step greater than 0 minutes, not {step}.</source>
        <translation>Indiquez un pas de temps supérieur à 0&#xa0;minute, et non {step}.</translation>
    </message>
    <message>
        <source>Give an even number of directions for the sky view, not {value}.</source>
        <translation>Donnez un nombre pair de directions pour la vue du ciel, et non {value}.</translation>
    </message>
    <message>
        <source>Give at least one layer, for example the buildings and the streets.</source>
        <translation>Indiquez au moins une couche, par exemple les bâtiments et les rues.</translation>
    </message>
    <message>
        <source>Give each surface a whole code of its own in the table of surfaces, not {code:g}.</source>
        <translation>Donnez à chaque surface un code entier qui lui soit propre dans la table des surfaces, et non {code:g}.</translation>
    </message>
    <message>
        <source>Give either CONNECTION, a saved broker profile, or HOST, an address.</source>
        <translation>Donnez soit CONNECTION, un profil de courtier enregistré, soit HOST, une adresse.</translation>
    </message>
    <message>
        <source>Give either GLOBAL_ID, the identifier of a dataset, or LAYER, the layer of a search.</source>
        <translation>Donnez soit GLOBAL_ID, l’identifiant d’un jeu de données, soit LAYER, la couche d’une recherche.</translation>
    </message>
    <message>
        <source>Give either INPUT, a JSON file of records, or LAYER, the layer of a search.</source>
        <translation>Donnez soit INPUT, un fichier JSON de fiches, soit LAYER, la couche d’une recherche.</translation>
    </message>
    <message>
        <source>Give the address of the node, or of its manager.</source>
        <translation>Donnez l’adresse du nœud, ou celle de son gestionnaire.</translation>
    </message>
    <message>
        <source>Give the air temperature in degrees C, between -50 and 60, not {value}.</source>
        <translation>Donnez la température de l’air en degrés C, entre -50 et 60, et non {value}.</translation>
    </message>
    <message>
        <source>Give the broker a name.</source>
        <translation>Donnez un nom au courtier.</translation>
    </message>
    <message>
        <source>Give the connection a name.</source>
        <translation>Donnez un nom à la connexion.</translation>
    </message>
    <message>
        <source>Give the e-mail address of a contact, that of a service rather than of a person.</source>
        <translation>Donnez l’adresse électronique d’un contact, celle d’un service plutôt que d’une personne.</translation>
    </message>
    <message>
        <source>Give the global radiation in W/m², between 0 and 1500, not {value}.</source>
        <translation>Donnez le rayonnement global en W/m², entre 0 et 1500, et non {value}.</translation>
    </message>
    <message>
        <source>Give the project a title, or choose one of yours.</source>
        <translation>Donnez un titre au projet, ou choisissez l’un des vôtres.</translation>
    </message>
    <message>
        <source>Give the reason why the alarm is shelved.</source>
        <translation>Donnez la raison de la mise en sourdine de l’alarme.</translation>
    </message>
    <message>
        <source>Give the reason why the alarm is taken out of service.</source>
        <translation>Donnez la raison de la mise hors service de l’alarme.</translation>
    </message>
    <message>
        <source>Give the relative humidity in percent, between 0 and 100, not {value}.</source>
        <translation>Donnez l’humidité relative en pour cent, entre 0 et 100, et non {value}.</translation>
    </message>
    <message>
        <source>Give two or three keywords that people would look for; without any, the theme stands.</source>
        <translation>Donnez deux ou trois mots-clés que l’on chercherait&#xa0;; sans eux, le thème en tient lieu.</translation>
    </message>
    <message>
        <source>Give up (Esc)</source>
        <translation>Abandonner (Échap)</translation>
    </message>
    <message>
        <source>Give {count} weights of 0 or more, not all 0.</source>
        <translation>Indiquez {count} poids positifs ou nuls, mais pas tous nuls.</translation>
    </message>
    <message>
        <source>Gives each street segment a score from 0 to 100, the weighted mean of twelve indicators: width, slope, canopy, summer shade, traffic, speed, noise, crossings, benches, water, lighting and surface. Class A starts at 80, B at 60, C at 40, D at 20.</source>
        <translation>Donne à chaque tronçon de rue une note de 0 à 100, moyenne pondérée de douze indicateurs&#xa0;: largeur, pente, canopée, ombre d’été, trafic, vitesse, bruit, traversées, bancs, eau, éclairage et revêtement. La classe A commence à 80, B à 60, C à 40, D à 20.</translation>
    </message>
    <message>
        <source>Gives the share of four quarters of each cell that are in the sun, for smooth edges of shadows; only with the exact method, in four times the time.</source>
        <translation>Donne la part des quatre quarts de chaque cellule qui sont au soleil, pour des bords d’ombre adoucis&#xa0;; seulement avec la méthode exacte, en quatre fois plus de temps.</translation>
    </message>
    <message>
        <source>Global radiation (W/m²)</source>
        <translation>Rayonnement global (W/m²)</translation>
    </message>
    <message>
        <source>Global radiation used (W/m²)</source>
        <translation>Rayonnement global utilisé (W/m²)</translation>
    </message>
    <message>
        <source>Go back before the first step (Esc)</source>
        <translation>Revenir avant la première étape (Échap)</translation>
    </message>
    <message>
        <source>Go on with what an earlier run left</source>
        <translation>Reprendre ce qu’une exécution précédente a laissé</translation>
    </message>
    <message>
        <source>Greatest distance (m)</source>
        <translation>Plus grande distance (m)</translation>
    </message>
    <message>
        <source>Green spaces</source>
        <translation>Espaces verts</translation>
    </message>
    <message>
        <source>Grid north is that of {crs}.</source>
        <translation>Le nord du quadrillage est celui de {crs}.</translation>
    </message>
    <message>
        <source>Ground cover</source>
        <translation>Couverture du sol</translation>
    </message>
    <message>
        <source>Ground cover, under the trees</source>
        <translation>Couverture du sol, sous les arbres</translation>
    </message>
    <message>
        <source>Ground that no layer describes</source>
        <translation>Sol qu’aucune couche ne décrit</translation>
    </message>
    <message>
        <source>Guide of City Orchestra</source>
        <translation>Guide de City Orchestra</translation>
    </message>
    <message>
        <source>Half the mean squared difference of the residuals of the regression, by distance between stations.</source>
        <translation>Moitié de l’écart quadratique moyen des résidus de la régression, selon la distance entre stations.</translation>
    </message>
    <message>
        <source>Halves of the sky too</source>
        <translation>Moitiés du ciel aussi</translation>
    </message>
    <message>
        <source>Hash of that line</source>
        <translation>Empreinte de cette ligne</translation>
    </message>
    <message>
        <source>Hash of the last line</source>
        <translation>Empreinte de la dernière ligne</translation>
    </message>
    <message>
        <source>Health of devices</source>
        <translation>Santé des équipements</translation>
    </message>
    <message>
        <source>Heard</source>
        <translation>Vu</translation>
    </message>
    <message>
        <source>Heard from here</source>
        <translation>Reçus ici</translation>
    </message>
    <message>
        <source>Heat</source>
        <translation>Chaleur</translation>
    </message>
    <message>
        <source>Heat
dose</source>
        <translation>Dose
chaleur</translation>
    </message>
    <message>
        <source>Heat dose</source>
        <translation>Dose de chaleur</translation>
    </message>
    <message>
        <source>Heat dose (°C·min)</source>
        <translation>Dose de chaleur (°C·min)</translation>
    </message>
    <message>
        <source>Heat dose (°C·min): degrees felt above 26 °C, times the minutes one feels them</source>
        <translation>Dose de chaleur (°C·min)&#xa0;: degrés ressentis au-dessus de 26&#xa0;°C, multipliés par les minutes pendant lesquelles on les ressent</translation>
    </message>
    <message>
        <source>Heat dose of the coolest route (°C min)</source>
        <translation>Dose de chaleur du parcours le plus frais (°C·min)</translation>
    </message>
    <message>
        <source>Heat dose of the shortest route (°C min)</source>
        <translation>Dose de chaleur du parcours le plus court (°C·min)</translation>
    </message>
    <message>
        <source>Heat island (°C)</source>
        <translation>Îlot de chaleur (°C)</translation>
    </message>
    <message>
        <source>Heat island (°C) = {constant}</source>
        <translation>Îlot de chaleur (°C) = {constant}</translation>
    </message>
    <message>
        <source>Heat island by night (°C)</source>
        <translation>Îlot de chaleur nocturne (°C)</translation>
    </message>
    <message>
        <source>Heat island of the map: {low} to {high} °C, {mean} °C on average.</source>
        <translation>Îlot de chaleur de la carte&#xa0;: {low} à {high} °C, {mean} °C en moyenne.</translation>
    </message>
    <message>
        <source>Heat island: model sheet</source>
        <translation>Îlot de chaleur&#xa0;: fiche du modèle</translation>
    </message>
    <message>
        <source>Heat that a person receives from sun, sky, ground and walls at one instant, as a temperature.</source>
        <translation>Chaleur qu’une personne reçoit du soleil, du ciel, du sol et des murs à un instant, exprimée en température.</translation>
    </message>
    <message>
        <source>Heat-island nights</source>
        <translation>Nuits d’îlot de chaleur</translation>
    </message>
    <message>
        <source>Height above the surface at which the sun is looked at: 0 for the ground, 1.1 for a body.</source>
        <translation>Hauteur au-dessus de la surface à laquelle le soleil est observé&#xa0;: 0 pour le sol, 1,1 pour un corps humain.</translation>
    </message>
    <message>
        <source>Height above the surface from which the sky is looked at: 0 for the ground, 1.1 for a body.</source>
        <translation>Hauteur au-dessus de la surface d’où le ciel est regardé&#xa0;: 0 pour le sol, 1,1 pour un corps.</translation>
    </message>
    <message>
        <source>Height at which crowns begin, as a share of the height of the tree.</source>
        <translation>Hauteur à laquelle commencent les houppiers, en proportion de la hauteur de l’arbre.</translation>
    </message>
    <message>
        <source>Height for which the wind is given; it is brought to that of the index (UTCI 10 m, PET 1.1 m).</source>
        <translation>Hauteur pour laquelle le vent est donné&#xa0;; il est ramené à celle de l’indice (UTCI 10 m, PET 1,1 m).</translation>
    </message>
    <message>
        <source>Height from which vegetation is canopy (m)</source>
        <translation>Hauteur à partir de laquelle la végétation est canopée (m)</translation>
    </message>
    <message>
        <source>Height of the observer (m)</source>
        <translation>Hauteur de l’observateur (m)</translation>
    </message>
    <message>
        <source>Height of the top of the trees above the ground, 0 or no data where there is none; same grid.</source>
        <translation>Hauteur du sommet des arbres au-dessus du sol, 0 ou sans donnée là où il n’y en a pas&#xa0;; même grille.</translation>
    </message>
    <message>
        <source>Height of the wind (m)</source>
        <translation>Hauteur du vent (m)</translation>
    </message>
    <message>
        <source>Height of trees above the ground, 0 where there is none, such as the canopy of a prepared territory.</source>
        <translation>Hauteur des arbres au-dessus du sol, 0 là où il n’y en a pas, comme la canopée d’un territoire préparé.</translation>
    </message>
    <message>
        <source>Height of vegetation (m)</source>
        <translation>Hauteur de la végétation (m)</translation>
    </message>
    <message>
        <source>Height of vegetation above ground; its cover within 10 m of each segment is scored.</source>
        <translation>Hauteur de la végétation au-dessus du sol&#xa0;; sa couverture à moins de 10 m de chaque tronçon est notée.</translation>
    </message>
    <message>
        <source>Heights that are not measured are set by rule (altitude of the roof, storeys, neighbours, default by use) and flagged feature by feature in height_source. Nothing is dropped silently: the report counts what was left out, repaired or not understood.</source>
        <translation>Les hauteurs qui ne sont pas mesurées sont fixées par règle (altitude du toit, étages, voisins, valeur par défaut selon l’usage) et signalées entité par entité dans height_source. Rien n’est écarté en silence&#xa0;: le rapport compte ce qui a été écarté, réparé ou non compris.</translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation>Masquées</translation>
    </message>
    <message>
        <source>Hide the chosen alarms for a time, with a reason</source>
        <translation>Masquer les alarmes choisies pour un temps, avec un motif</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Haute</translation>
    </message>
    <message>
        <source>High vegetation from (m)</source>
        <translation>Végétation haute à partir de (m)</translation>
    </message>
    <message>
        <source>Highest</source>
        <translation>Maximum</translation>
    </message>
    <message>
        <source>Highest felt temperature of the coolest route (°C)</source>
        <translation>Température ressentie la plus haute du parcours le plus frais (°C)</translation>
    </message>
    <message>
        <source>Highest felt temperature of the shortest route (°C)</source>
        <translation>Température ressentie la plus haute du parcours le plus court (°C)</translation>
    </message>
    <message>
        <source>Highest temperature felt on the way (UTCI)</source>
        <translation>Température ressentie la plus haute en chemin (UTCI)</translation>
    </message>
    <message>
        <source>Highest value (°C)</source>
        <translation>Valeur la plus haute (°C)</translation>
    </message>
    <message>
        <source>Highest value of band 1, in the streets alone if known</source>
        <translation>Valeur la plus haute de la bande 1, dans les rues seules si on les connaît</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historique</translation>
    </message>
    <message>
        <source>History and other constraints</source>
        <translation>Historique et autres contraintes</translation>
    </message>
    <message>
        <source>History of {name}</source>
        <translation>Historique de {name}</translation>
    </message>
    <message>
        <source>Holds bench, drinking_fountain, toilets, crossing (marked) or crossing_unmarked, as in a prepared territory.</source>
        <translation>Contient bench (banc), drinking_fountain (eau potable), toilets (toilettes), crossing (traversée marquée) ou crossing_unmarked (non marquée), comme dans un territoire préparé.</translation>
    </message>
    <message>
        <source>Holes of the surface model are filled with the terrain model where it is given; elsewhere they stay without data and cast no shadow. When the sun is below the horizon everything is in shade.</source>
        <translation>Les trous du modèle numérique de surface sont comblés par le modèle numérique de terrain s’il est indiqué&#xa0;; sinon, ils restent sans donnée et ne projettent aucune ombre. Quand le soleil est sous l’horizon, tout est à l’ombre.</translation>
    </message>
    <message>
        <source>Holes of the surface model are filled with the terrain model where it is given; elsewhere they stay without data and hide nothing. What is farther than the greatest distance is not seen, nor what is outside the raster: take one larger than the area of interest.</source>
        <translation>Les trous du MNS sont comblés par le modèle numérique de terrain s’il est donné&#xa0;; ailleurs ils restent sans donnée et ne cachent rien. Ce qui est au-delà de la plus grande distance n’est pas vu, ni ce qui est hors du raster&#xa0;: prenez-en un plus grand que la zone utile.</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Hôte</translation>
    </message>
    <message>
        <source>Hot places</source>
        <translation>Lieux chauds</translation>
    </message>
    <message>
        <source>Hottest point (UTCI)</source>
        <translation>Point le plus chaud (UTCI)</translation>
    </message>
    <message>
        <source>Hour of arrival</source>
        <translation>Heure d’arrivée</translation>
    </message>
    <message>
        <source>Hour of departure</source>
        <translation>Heure de départ</translation>
    </message>
    <message>
        <source>Hour of the walk</source>
        <translation>Heure de la marche</translation>
    </message>
    <message>
        <source>Hourly temperatures</source>
        <translation>Températures horaires</translation>
    </message>
    <message>
        <source>Hours ago</source>
        <translation>Il y a (h)</translation>
    </message>
    <message>
        <source>Hours of direct sun</source>
        <translation>Heures de soleil direct</translation>
    </message>
    <message>
        <source>Hours of direct sun between two hours of a day, and the share of the daylight in shade.</source>
        <translation>Heures de soleil direct entre deux heures d’une journée, et part du jour à l’ombre.</translation>
    </message>
    <message>
        <source>Hours of sun</source>
        <translation>Heures de soleil</translation>
    </message>
    <message>
        <source>How buckets are made where the mean is wrong: metric=direction or metric=counter, separated by semicolons. Metrics with “direction” or “azimuth” in their name are directions.</source>
        <translation>Façon d’agréger là où la moyenne est fausse&#xa0;: grandeur=direction ou grandeur=counter, séparés par des points-virgules. Les grandeurs dont le nom contient «&#xa0;direction&#xa0;» ou «&#xa0;azimuth&#xa0;» sont des directions.</translation>
    </message>
    <message>
        <source>How combinations are compared: aicc (information) or loocv (error of leaving each station out).</source>
        <translation>Comment les combinaisons sont comparées&#xa0;: aicc (information) ou loocv (erreur en laissant chaque station de côté).</translation>
    </message>
    <message>
        <source>How fast each sensor drifts against a reference or its neighbours, and the line that corrects it.</source>
        <translation>Vitesse de dérive de chaque capteur par rapport à une référence ou à ses voisins, et droite qui le corrige.</translation>
    </message>
    <message>
        <source>How many metres in the shade one metre in the sun is worth; 1 ignores the sun.</source>
        <translation>Combien de mètres à l’ombre vaut un mètre au soleil&#xa0;; 1 ne tient pas compte du soleil.</translation>
    </message>
    <message>
        <source>How many metres in the shade one metre in the sun is worth; among the routes found, the one that suits it is chosen.</source>
        <translation>Combien de mètres à l’ombre vaut un mètre au soleil&#xa0;; parmi les parcours trouvés, celui qui y correspond est choisi.</translation>
    </message>
    <message>
        <source>How many people pass, on any scale, so that busy streets do not look worse for being commented more.</source>
        <translation>Combien de personnes passent, sur une échelle quelconque, pour que les rues fréquentées ne paraissent pas pires parce qu’on les commente plus.</translation>
    </message>
    <message>
        <source>How much longer than the shortest route a cooler one may be.</source>
        <translation>De combien un parcours plus frais peut être plus long que le plus court.</translation>
    </message>
    <message>
        <source>How much of the sky each place sees, past buildings, terrain and trees.</source>
        <translation>Quelle part du ciel chaque lieu voit, entre les bâtiments, le relief et les arbres.</translation>
    </message>
    <message>
        <source>How much time the messages cover.</source>
        <translation>Temps que couvrent les messages.</translation>
    </message>
    <message>
        <source>How pleasant and how accessible each street is to walk, from A to E, with what is missing.</source>
        <translation>Si chaque rue est agréable et accessible à pied, de A à E, avec ce qui manque.</translation>
    </message>
    <message>
        <source>How strongly weights are drawn to the defaults; empty takes what predicts held-out respondents best.</source>
        <translation>Force avec laquelle les poids sont tirés vers ceux par défaut&#xa0;; vide&#xa0;: celle qui prédit le mieux des répondants mis de côté.</translation>
    </message>
    <message>
        <source>How sure</source>
        <translation>Certitude</translation>
    </message>
    <message>
        <source>How the bytes are read; file: the codec of CODEC_FILE.</source>
        <translation>Façon de lire les octets&#xa0;; file&#xa0;: le codec de CODEC_FILE.</translation>
    </message>
    <message>
        <source>How to install them</source>
        <translation>Comment les installer</translation>
    </message>
    <message>
        <source>How to start it</source>
        <translation>Comment le démarrer</translation>
    </message>
    <message>
        <source>How to start the &amp;recorder</source>
        <translation>Comment &amp;démarrer l’enregistreur</translation>
    </message>
    <message>
        <source>How to start the r&amp;ecorder</source>
        <translation>Comment démarrer l’&amp;enregistreur</translation>
    </message>
    <message>
        <source>How {field} is known</source>
        <translation>Origine de {field}</translation>
    </message>
    <message>
        <source>Identifier</source>
        <translation>Identifiant</translation>
    </message>
    <message>
        <source>Identifier given by the producer</source>
        <translation>Identifiant chez le producteur</translation>
    </message>
    <message>
        <source>Identifier of the dataset</source>
        <translation>Identifiant du jeu de données</translation>
    </message>
    <message>
        <source>Identifier of the file</source>
        <translation>Identifiant du fichier</translation>
    </message>
    <message>
        <source>Identifier of the indicator it is compared with.</source>
        <translation>Identifiant de l’indicateur auquel il est comparé.</translation>
    </message>
    <message>
        <source>Identifier of the project</source>
        <translation>Identifiant du projet</translation>
    </message>
    <message>
        <source>Identifier of the service</source>
        <translation>Identifiant du service</translation>
    </message>
    <message>
        <source>Identifier or title of one of your projects; any other text is the title of a new one.</source>
        <translation>Identifiant ou titre de l’un de vos projets&#xa0;; tout autre texte est le titre d’un nouveau projet.</translation>
    </message>
    <message>
        <source>Identifier such as shade or width.</source>
        <translation>Identifiant tel que shade (ombre) ou width (largeur).</translation>
    </message>
    <message>
        <source>Identifier written with the routes, and what pairs by field are made of; empty: feature number.</source>
        <translation>Identifiant écrit avec les parcours, et dont les paires selon un champ sont faites&#xa0;; vide&#xa0;: numéro de l’entité.</translation>
    </message>
    <message>
        <source>Identifiers of the stations of the countryside, separated by commas; several are better than one.</source>
        <translation>Identifiants des stations de la campagne, séparés par des virgules&#xa0;; plusieurs valent mieux qu’une.</translation>
    </message>
    <message>
        <source>Import SensorThings</source>
        <translation>Importer depuis SensorThings</translation>
    </message>
    <message>
        <source>Import metadata</source>
        <translation>Importer des métadonnées</translation>
    </message>
    <message>
        <source>In alarm</source>
        <translation>En alarme</translation>
    </message>
    <message>
        <source>In one sen&amp;tence</source>
        <translation>En une p&amp;hrase</translation>
    </message>
    <message>
        <source>In quarantine</source>
        <translation>En quarantaine</translation>
    </message>
    <message>
        <source>In short transactions, also while a recorder writes.</source>
        <translation>En transactions courtes, même pendant qu’un enregistreur écrit.</translation>
    </message>
    <message>
        <source>In the map</source>
        <translation>Emprise de la carte</translation>
    </message>
    <message>
        <source>In the shade, at the hour of the walk.</source>
        <translation>À l’ombre, à l’heure de la marche.</translation>
    </message>
    <message>
        <source>In the sun</source>
        <translation>Au soleil</translation>
    </message>
    <message>
        <source>In the table of surfaces, {column} must be a number between {lowest} and {highest}, not {value}.</source>
        <translation>Dans la table des surfaces, {column} doit être un nombre entre {lowest} et {highest}, et non {value}.</translation>
    </message>
    <message>
        <source>In which distances are measured; empty for Lambert-93.</source>
        <translation>SCR dans lequel les distances sont mesurées&#xa0;; vide pour Lambert-93.</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>Indice</translation>
    </message>
    <message>
        <source>Indicator</source>
        <translation>Indicateur</translation>
    </message>
    <message>
        <source>Inhabitants field</source>
        <translation>Champ des habitants</translation>
    </message>
    <message>
        <source>Inhabitants of each polygon.</source>
        <translation>Habitants de chaque polygone.</translation>
    </message>
    <message>
        <source>Instants computed</source>
        <translation>Instants calculés</translation>
    </message>
    <message>
        <source>Instants with the sun up</source>
        <translation>Instants où le soleil est levé</translation>
    </message>
    <message>
        <source>Intersections</source>
        <translation>Carrefours</translation>
    </message>
    <message>
        <source>Invent measurements</source>
        <translation>Inventer des mesures</translation>
    </message>
    <message>
        <source>Is a copy</source>
        <translation>Est une copie</translation>
    </message>
    <message>
        <source>Isolated stations</source>
        <translation>Stations isolées</translation>
    </message>
    <message>
        <source>Issuer</source>
        <translation>Émetteur</translation>
    </message>
    <message>
        <source>It answers, but gives no dataset.</source>
        <translation>Le serveur répond, mais ne donne aucun jeu de données.</translation>
    </message>
    <message>
        <source>It answers.</source>
        <translation>Le serveur répond.</translation>
    </message>
    <message>
        <source>It ends earlier once so many messages are stored.</source>
        <translation>L’enregistrement se termine plus tôt dès que ce nombre de messages est stocké.</translation>
    </message>
    <message>
        <source>It failed before QGIS was closed; try again.</source>
        <translation>Le téléchargement a échoué avant la fermeture de QGIS&#xa0;; réessayez.</translation>
    </message>
    <message>
        <source>It goes on when QGIS is closed.</source>
        <translation>Il continue quand QGIS est fermé.</translation>
    </message>
    <message>
        <source>It is encrypted by its producer, and was saved as it is.</source>
        <translation>Il est chiffré par son producteur, et enregistré tel quel.</translation>
    </message>
    <message>
        <source>Its extension follows the format.</source>
        <translation>Son extension suit le format.</translation>
    </message>
    <message>
        <source>Its identifiers, its date of creation and what is not said again are kept: the dataset is updated.</source>
        <translation>Ses identifiants, sa date de création et ce qui n’est pas redit sont gardés&#xa0;: le jeu de données est mis à jour.</translation>
    </message>
    <message>
        <source>Its size is not the one that the catalogue announces.</source>
        <translation>Sa taille n’est pas celle que le catalogue annonce.</translation>
    </message>
    <message>
        <source>JSON files (*.json)</source>
        <translation>Fichiers JSON (*.json)</translation>
    </message>
    <message>
        <source>Join lines that cross without a common point</source>
        <translation>Relier les lignes qui se croisent sans point commun</translation>
    </message>
    <message>
        <source>Joins street and path lines into a network that routes can follow.</source>
        <translation>Assemble les lignes des rues et des chemins en un réseau que les parcours peuvent suivre.</translation>
    </message>
    <message>
        <source>Journal of alarms</source>
        <translation>Journal des alarmes</translation>
    </message>
    <message>
        <source>Justification</source>
        <translation>Justification</translation>
    </message>
    <message>
        <source>Keep the flags in the store</source>
        <translation>Garder les drapeaux dans la base</translation>
    </message>
    <message>
        <source>Keep the messages as they came</source>
        <translation>Garder les messages tels qu’arrivés</translation>
    </message>
    <message>
        <source>Kept by QGIS’s authentication manager: the project and the settings only know its name.</source>
        <translation>Gardé par le gestionnaire d’authentification de QGIS&#xa0;: le projet et les réglages n’en connaissent que le nom.</translation>
    </message>
    <message>
        <source>Kept on the map as “{name}”. It is a temporary layer: export it to keep it for good.</source>
        <translation>Conservés sur la carte sous le nom «&#xa0;{name}&#xa0;». C’est une couche temporaire&#xa0;: exportez-la pour la garder définitivement.</translation>
    </message>
    <message>
        <source>Kerb height field (cm)</source>
        <translation>Champ de hauteur de ressaut (cm)</translation>
    </message>
    <message>
        <source>Keyword</source>
        <translation>Mot-clé</translation>
    </message>
    <message>
        <source>Keywords</source>
        <translation>Mots-clés</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>Kind of answers</source>
        <translation>Sorte de réponses (ratings&#xa0;: notes&#xa0;; points&#xa0;: carte&#xa0;; pairs&#xa0;: choix&#xa0;; ahp&#xa0;: comparaisons)</translation>
    </message>
    <message>
        <source>Kind of catalogue</source>
        <translation>Type de catalogue</translation>
    </message>
    <message>
        <source>Kind of device, such as co2.</source>
        <translation>Type d’équipement, tel que co2.</translation>
    </message>
    <message>
        <source>Kind of equipment field</source>
        <translation>Champ de nature de l’équipement</translation>
    </message>
    <message>
        <source>Kind of layers</source>
        <translation>Type des couches</translation>
    </message>
    <message>
        <source>Kind of licence</source>
        <translation>Type de licence</translation>
    </message>
    <message>
        <source>Kind of media</source>
        <translation>Type de média</translation>
    </message>
    <message>
        <source>Kind recognised</source>
        <translation>Type reconnu</translation>
    </message>
    <message>
        <source>Kriged (1) or not (0)</source>
        <translation>Krigée (1) ou non (0)</translation>
    </message>
    <message>
        <source>Kriging</source>
        <translation>Krigeage</translation>
    </message>
    <message>
        <source>Kriging changes nothing: the residuals of neighbouring stations are not alike. The map is the regression alone.</source>
        <translation>Le krigeage ne change rien&#xa0;: les résidus des stations voisines ne se ressemblent pas. La carte est la régression seule.</translation>
    </message>
    <message>
        <source>Kriging does not help: the error would be {kriged} °C with it and is {without} °C without. The map falls back to the regression alone.</source>
        <translation>Le krigeage n’aide pas&#xa0;: l’erreur serait de {kriged} °C avec lui et elle est de {without} °C sans lui. La carte revient à la régression seule.</translation>
    </message>
    <message>
        <source>Kriging helps too little to be believed: {kriged} °C with it, {without} °C without, a gain of less than {least} %. The map is the regression alone.</source>
        <translation>Le krigeage aide trop peu pour qu’on y croie&#xa0;: {kriged} °C avec lui, {without} °C sans lui, un gain de moins de {least}&#xa0;%. La carte est la régression seule.</translation>
    </message>
    <message>
        <source>Kriging helps: it lowers the error from {without} °C to {kriged} °C, by {share} %. The map is kriged.</source>
        <translation>Le krigeage aide&#xa0;: il fait passer l’erreur de {without} °C à {kriged} °C, soit {share}&#xa0;% de moins. La carte est krigée.</translation>
    </message>
    <message>
        <source>Kriging was not tried, as asked.</source>
        <translation>Le krigeage n’a pas été essayé, comme demandé.</translation>
    </message>
    <message>
        <source>Kriging, predictors and variogram kept</source>
        <translation>Krigeage, prédicteurs et variogramme gardés</translation>
    </message>
    <message>
        <source>LAST_HASH of the same earlier run.</source>
        <translation>LAST_HASH de la même exécution précédente.</translation>
    </message>
    <message>
        <source>Labels, extensions or media types separated by commas, such as GeoJSON, wms.</source>
        <translation>Libellés, extensions ou types de média séparés par des virgules, par exemple GeoJSON, wms.</translation>
    </message>
    <message>
        <source>Land cover</source>
        <translation>Occupation du sol</translation>
    </message>
    <message>
        <source>Land cover or quantity</source>
        <translation>Occupation du sol ou grandeur</translation>
    </message>
    <message>
        <source>Land cover, if you ask for it: green spaces, vegetation, water, streets with their pavements and buildings are burnt in this order, then the trees of 2 m or more. Ground that no layer describes is an assumption: choose it in the advanced parameters. Ground cover is the same without the trees.</source>
        <translation>Occupation du sol, si vous la demandez&#xa0;: espaces verts, végétation, eau, rues avec leurs trottoirs et bâtiments sont dessinés dans cet ordre, puis les arbres de 2 m ou plus. Le sol qu’aucune couche ne décrit est une hypothèse&#xa0;: choisissez-la dans les paramètres avancés. La couverture du sol est la même sans les arbres.</translation>
    </message>
    <message>
        <source>Land cover, seen from above</source>
        <translation>Occupation du sol, vue de dessus</translation>
    </message>
    <message>
        <source>Land use</source>
        <translation>Occupation du sol</translation>
    </message>
    <message>
        <source>Land use field</source>
        <translation>Champ de l’occupation du sol</translation>
    </message>
    <message>
        <source>Land-cover codes {codes} are not in the table of surfaces: ground of unknown surface.</source>
        <translation>Les codes d’occupation du sol {codes} ne sont pas dans la table des surfaces&#xa0;: sol de surface inconnue.</translation>
    </message>
    <message>
        <source>Land-cover shares in discs</source>
        <translation>Parts d’occupation du sol par rayon</translation>
    </message>
    <message>
        <source>Language in which the texts above are written.</source>
        <translation>Langue dans laquelle les textes ci-dessus sont écrits.</translation>
    </message>
    <message>
        <source>Language in which title, synopsis and description are written here.</source>
        <translation>Langue dans laquelle le titre, le synopsis et la description sont écrits ici.</translation>
    </message>
    <message>
        <source>Language of the te&amp;xts</source>
        <translation>Langue des te&amp;xtes</translation>
    </message>
    <message>
        <source>Language of the texts</source>
        <translation>Langue des textes</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>Langues</translation>
    </message>
    <message>
        <source>Large file</source>
        <translation>Fichier volumineux</translation>
    </message>
    <message>
        <source>Largest (°C)</source>
        <translation>La plus grande (°C)</translation>
    </message>
    <message>
        <source>Largest file (MB)</source>
        <translation>Taille maximale d’un fichier (Mo)</translation>
    </message>
    <message>
        <source>Largest mean cloud cover of a selected night, when it is known.</source>
        <translation>Plus forte nébulosité moyenne d’une nuit retenue, quand elle est connue.</translation>
    </message>
    <message>
        <source>Largest mean wind of a selected night, when the wind is known.</source>
        <translation>Plus fort vent moyen d’une nuit retenue, quand le vent est connu.</translation>
    </message>
    <message>
        <source>Largest number of predictors in the model; 0 kriges the heat island itself.</source>
        <translation>Plus grand nombre de prédicteurs du modèle&#xa0;; 0 krige l’îlot de chaleur lui-même.</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>Dernière</translation>
    </message>
    <message>
        <source>Last command</source>
        <translation>Dernière commande</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Dernières 24&#xa0;h</translation>
    </message>
    <message>
        <source>Last day on which the data are used; empty when there is none.</source>
        <translation>Dernier jour d’utilisation des données&#xa0;; vide s’il n’y en a pas.</translation>
    </message>
    <message>
        <source>Last heard</source>
        <translation>Dernier message</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>Dernière heure</translation>
    </message>
    <message>
        <source>Last line of the record of commands</source>
        <translation>Dernière ligne du journal des commandes</translation>
    </message>
    <message>
        <source>Last message</source>
        <translation>Dernier message</translation>
    </message>
    <message>
        <source>Last statistics</source>
        <translation>Dernières statistiques</translation>
    </message>
    <message>
        <source>Last step</source>
        <translation>Dernière étape</translation>
    </message>
    <message>
        <source>Last updated</source>
        <translation>Mise à jour récente</translation>
    </message>
    <message>
        <source>Latest state to layer</source>
        <translation>Dernier état en couche</translation>
    </message>
    <message>
        <source>Latest values</source>
        <translation>Dernières valeurs</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Couche</translation>
    </message>
    <message>
        <source>Layer from which the standard layer is made; leave empty if you have none.</source>
        <translation>Couche à partir de laquelle la couche standard est produite&#xa0;; laissez vide si vous n’en avez pas.</translation>
    </message>
    <message>
        <source>Layer of a search, with its field global_id; the selection is honoured.</source>
        <translation>Couche d’une recherche, avec son champ global_id&#xa0;; la sélection est respectée.</translation>
    </message>
    <message>
        <source>Layer of a search, with its field global_id; the selection is honoured. Each dataset gets a folder of its own.</source>
        <translation>Couche d’une recherche, avec son champ global_id&#xa0;; la sélection est respectée. Chaque jeu de données a son dossier.</translation>
    </message>
    <message>
        <source>Layer to p&amp;ublish</source>
        <translation>Couche à p&amp;ublier</translation>
    </message>
    <message>
        <source>Layer whose centre is the place, and whose grid the azimuth refers to.</source>
        <translation>Couche dont le centre est le lieu, et au quadrillage de laquelle l’azimut se rapporte.</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Couches</translation>
    </message>
    <message>
        <source>Layers of the file</source>
        <translation>Couches du fichier</translation>
    </message>
    <message>
        <source>Layers of the files for the project and for the next steps of a model.</source>
        <translation>Couches des fichiers, pour le projet et pour les étapes suivantes d’un modèle.</translation>
    </message>
    <message>
        <source>Lays one route out on an A4 page, as a PDF file or as a picture when the file name ends in .png: map with the shortest route (dashed) and this one, key figures, sun and shade along the way, and the streets in the order walked with their length, side and share of shade.</source>
        <translation>Met un parcours en page sur une feuille A4, dans un fichier PDF ou dans une image si le nom du fichier finit par .png&#xa0;: carte du parcours le plus court (en tirets) et de celui-ci, chiffres clés, soleil et ombre le long du chemin, et rues dans l’ordre de la marche, avec leur longueur, leur côté et leur part d’ombre.</translation>
    </message>
    <message>
        <source>Least complete</source>
        <translation>Les moins complets</translation>
    </message>
    <message>
        <source>Least confidence for a class (%)</source>
        <translation>Confiance minimale pour une classe (%)</translation>
    </message>
    <message>
        <source>Leave these routes on the map; the next search gets a new layer</source>
        <translation>Laisser ces parcours sur la carte&#xa0;; la recherche suivante aura une nouvelle couche</translation>
    </message>
    <message>
        <source>Leaves out steps, edges whose field pmr_ok is false, and those steeper than the slope below (field slope_max). What is not known is taken as passable.</source>
        <translation>Écarte les escaliers, les arcs dont le champ pmr_ok est faux, et ceux plus raides que la pente ci-dessous (champ slope_max). Ce qui n’est pas connu est considéré comme praticable.</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Reste</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Longueur</translation>
    </message>
    <message>
        <source>Length
(m)</source>
        <translation>Long.
(m)</translation>
    </message>
    <message>
        <source>Length (m)</source>
        <translation>Longueur (m)</translation>
    </message>
    <message>
        <source>Length added to the shortest route</source>
        <translation>Longueur ajoutée au parcours le plus court</translation>
    </message>
    <message>
        <source>Length failing accessibility (m)</source>
        <translation>Longueur non conforme à l’accessibilité (m)</translation>
    </message>
    <message>
        <source>Length in class A (%)</source>
        <translation>Longueur en classe A (%)</translation>
    </message>
    <message>
        <source>Length in class B (%)</source>
        <translation>Longueur en classe B (%)</translation>
    </message>
    <message>
        <source>Length in class C (%)</source>
        <translation>Longueur en classe C (%)</translation>
    </message>
    <message>
        <source>Length in class D (%)</source>
        <translation>Longueur en classe D (%)</translation>
    </message>
    <message>
        <source>Length in class E (%)</source>
        <translation>Longueur en classe E (%)</translation>
    </message>
    <message>
        <source>Length in the sun (m)</source>
        <translation>Longueur au soleil (m)</translation>
    </message>
    <message>
        <source>Length in the sun of the coolest route (m)</source>
        <translation>Longueur au soleil du parcours le plus frais (m)</translation>
    </message>
    <message>
        <source>Length in the sun of the shortest route (m)</source>
        <translation>Longueur au soleil du parcours le plus court (m)</translation>
    </message>
    <message>
        <source>Length of streets within the largest budget (m)</source>
        <translation>Longueur de rues dans le plus grand budget (m)</translation>
    </message>
    <message>
        <source>Length of the coolest route (m)</source>
        <translation>Longueur du parcours le plus frais (m)</translation>
    </message>
    <message>
        <source>Length of the route</source>
        <translation>Longueur du parcours</translation>
    </message>
    <message>
        <source>Length of the shortest route (m)</source>
        <translation>Longueur du parcours le plus court (m)</translation>
    </message>
    <message>
        <source>Length of the side of the square that the town fills.</source>
        <translation>Longueur du côté du carré qu’occupe la ville.</translation>
    </message>
    <message>
        <source>Length walked in the sun</source>
        <translation>Longueur parcourue au soleil</translation>
    </message>
    <message>
        <source>Length whose accessibility is not known (%)</source>
        <translation>Longueur dont l’accessibilité est inconnue (%)</translation>
    </message>
    <message>
        <source>Level field</source>
        <translation>Champ de niveau</translation>
    </message>
    <message>
        <source>LiDAR surface with trees (m)</source>
        <translation>MNS LiDAR, arbres compris (m)</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licence</translation>
    </message>
    <message>
        <source>Licence: {name}</source>
        <translation>Licence&#xa0;: {name}</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Licences</translation>
    </message>
    <message>
        <source>Licences: {licences}.</source>
        <translation>Licences&#xa0;: {licences}.</translation>
    </message>
    <message>
        <source>Light through crowns (0 to 1)</source>
        <translation>Lumière traversant les houppiers (0 à 1)</translation>
    </message>
    <message>
        <source>Lighting field</source>
        <translation>Champ d’éclairage</translation>
    </message>
    <message>
        <source>Limit to an extent</source>
        <translation>Limiter à une emprise</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Limites</translation>
    </message>
    <message>
        <source>Limits come from a table by quantity (resources/tables/iot_quality_limits.csv), which names its sources; give your own as TABLE. Common names of metrics are known, others are given as QUANTITIES. Series of unknown quantities are left out and told.</source>
        <translation>Les limites viennent d’une table par grandeur (resources/tables/iot_quality_limits.csv), qui cite ses sources&#xa0;; donnez la vôtre dans TABLE. Les noms usuels de grandeurs sont connus, les autres se donnent dans QUANTITIES. Les séries de grandeurs inconnues sont laissées de côté et signalées.</translation>
    </message>
    <message>
        <source>Limits: a cancel keeps what was stored. A broker that does not answer is a failure. The account stays in QGIS’s authentication manager: neither the store nor the log holds a password.</source>
        <translation>Limites&#xa0;: une annulation garde ce qui a été stocké. Un courtier qui ne répond pas est un échec. Le compte reste dans le gestionnaire d’authentification de QGIS&#xa0;: ni la base ni le journal ne contiennent de mot de passe.</translation>
    </message>
    <message>
        <source>Limits: a command that was sent cannot be taken back, even by a cancel. Only commands that set a value are sent again, to devices that always listen, and while this run waits. The account stays in QGIS’s authentication manager.</source>
        <translation>Limites&#xa0;: une commande envoyée ne peut pas être reprise, même par une annulation. Seules les commandes qui fixent une valeur sont renvoyées, aux équipements toujours à l’écoute, et tant que cette exécution attend. Le compte reste dans le gestionnaire d’authentification de QGIS.</translation>
    </message>
    <message>
        <source>Limits: a node may send to its portal by itself what it receives; its settings decide, not this algorithm. Passwords and tokens stay in QGIS’s authentication manager: neither the receipt nor the log nor the report holds them. Signs of personal data are no proof, their absence is none either.</source>
        <translation>Limites&#xa0;: un nœud peut envoyer de lui-même à son portail ce qu’il reçoit&#xa0;; ce sont ses réglages qui décident, non ce traitement. Mots de passe et jetons restent dans le gestionnaire d’authentification de QGIS&#xa0;: ni le reçu, ni le journal, ni le rapport ne les contiennent. Des indices de données personnelles ne sont pas une preuve, leur absence non plus.</translation>
    </message>
    <message>
        <source>Limits: a server that does not answer leaves what was kept before, whose age in hours is in the field stale_h; the age is empty when the server was just asked. iou is the shared part of the two extents (0 to 1), score how well the words match. What records say is not verified: their faults are counted.</source>
        <translation>Limites&#xa0;: un serveur qui ne répond pas laisse ce qui avait été gardé, dont l’âge en heures est dans le champ stale_h&#xa0;; l’âge est vide quand le serveur vient d’être interrogé. iou est la part commune des deux emprises (0 à 1), score dit à quel point les mots conviennent. Ce que disent les fiches n’est pas vérifié&#xa0;: leurs défauts sont comptés.</translation>
    </message>
    <message>
        <source>Limits: a slope per year from thirty days is an extrapolation, look at its interval. Neighbours that drift together hide it. Nothing is corrected in the store: raw values stay.</source>
        <translation>Limites&#xa0;: une pente par an tirée de trente jours est une extrapolation, regardez son intervalle. Des voisins qui dérivent ensemble la cachent. Rien n’est corrigé dans la base&#xa0;: les valeurs brutes restent.</translation>
    </message>
    <message>
        <source>Limits: addresses are not asked, and a portal with its own lists may refuse what passes here. The published description of 1.4.1 demands fields of rich texts that no record has; here these are lang, text and html.</source>
        <translation>Limites&#xa0;: les adresses ne sont pas interrogées, et un portail qui a ses propres listes peut refuser ce qui passe ici. La description publiée de la version 1.4.1 exige des textes enrichis des champs qu’aucune fiche n’a&#xa0;; ici ce sont lang, text et html.</translation>
    </message>
    <message>
        <source>Limits: it needs tens of stations; a cool place that is real may be dropped with the faults. Stations without a place are left out and told. With WRITE_FLAGS what is dropped becomes suspect (3) in the store; the values never change.</source>
        <translation>Limites&#xa0;: il faut des dizaines de stations&#xa0;; un lieu réellement frais peut être écarté avec les défauts. Les stations sans emplacement sont laissées de côté et signalées. Avec WRITE_FLAGS, ce qui est écarté devient suspect (3) dans la base&#xa0;; les valeurs ne changent jamais.</translation>
    </message>
    <message>
        <source>Limits: nobody acknowledges in a replay, so an alarm that comes again unacknowledged is counted each time its cause returns. Gateways are not replayed, so no rule is suppressed by one. Values that quality control failed raise nothing. Devices out of service are replayed as the others.</source>
        <translation>Limites&#xa0;: personne n’acquitte pendant une relecture, si bien qu’une alarme qui revient sans être acquittée est comptée chaque fois que sa cause revient. Les passerelles ne sont pas rejouées&#xa0;: aucune règle n’est donc inhibée par l’une d’elles. Les valeurs que le contrôle qualité a rejetées ne déclenchent rien. Les équipements hors service sont rejoués comme les autres.</translation>
    </message>
    <message>
        <source>Limits: signs of personal data are no proof, their absence is none either. They stop nothing here: they are told, and “Publish a dataset” refuses them. The address of the file stays to be filled in until a node has it.</source>
        <translation>Limites&#xa0;: des indices de données personnelles ne sont pas une preuve, leur absence non plus. Ils n’arrêtent rien ici&#xa0;: ils sont signalés, et «&#xa0;Publier un jeu de données&#xa0;» les refuse. L’adresse du fichier reste à remplir tant qu’un nœud ne l’a pas reçu.</translation>
    </message>
    <message>
        <source>Limits: the extent limits a WFS, by a filter that the server applies to the boxes of the features, and not a map in pictures. A service is not kept: OFFLINE is about the record alone, the layer asks its server whenever it is drawn.</source>
        <translation>Limites&#xa0;: l’emprise limite un WFS, par un filtre que le serveur applique aux boîtes englobantes des entités, et non une carte en images. Un service n’est pas conservé&#xa0;: OFFLINE ne concerne que la fiche, la couche interroge son serveur chaque fois qu’elle est dessinée.</translation>
    </message>
    <message>
        <source>Limits: the portal moderates requests; their state is that of the moment. The answer comes by e-mail and in the RUDI panel. Without account only a new project can be shown.</source>
        <translation>Limites&#xa0;: le portail modère les demandes&#xa0;; leur état est celui du moment. La réponse arrive par courriel et dans le panneau RUDI. Sans compte, seul un nouveau projet peut être montré.</translation>
    </message>
    <message>
        <source>Limits: the quality marks tell what the record says, not whether it is true. When the server does not answer, the record of the local catalogue is taken, with a warning that tells its age.</source>
        <translation>Limites&#xa0;: les repères de qualité disent ce qui est écrit dans la fiche, non si c’est vrai. Quand le serveur ne répond pas, la fiche du catalogue local est prise, avec un avertissement qui dit son âge.</translation>
    </message>
    <message>
        <source>Limits: what is cut off at the end does not show by itself. Keep LAST_HASH and N_LINES of a run somewhere else, and give them as EXPECTED_HASH and EXPECTED_LINES later. In the CSV, a text that a spreadsheet would run as a formula begins with an apostrophe.</source>
        <translation>Limites&#xa0;: ce qui est coupé à la fin ne se voit pas de soi-même. Gardez ailleurs LAST_HASH et N_LINES d’une exécution, et donnez-les plus tard comme EXPECTED_HASH et EXPECTED_LINES. Dans le CSV, un texte qu’un tableur exécuterait comme une formule commence par une apostrophe.</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Ligne</translation>
    </message>
    <message>
        <source>Line {line} of {name} cannot be read: {cause}.</source>
        <translation>La ligne {line} de {name} ne peut pas être lue&#xa0;: {cause}.</translation>
    </message>
    <message>
        <source>Line: {model} model, nugget {nugget} °C², partial sill {psill} °C², practical range {range} m.</source>
        <translation>Courbe&#xa0;: modèle {model}, pépite {nugget} °C², palier partiel {psill} °C², portée pratique {range} m.</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>Lignes</translation>
    </message>
    <message>
        <source>Lines of the whole record</source>
        <translation>Lignes du registre entier</translation>
    </message>
    <message>
        <source>Lines there must be at least</source>
        <translation>Nombre minimal de lignes attendu</translation>
    </message>
    <message>
        <source>Lines to write; the selection is honoured.</source>
        <translation>Lignes à écrire&#xa0;; la sélection est respectée.</translation>
    </message>
    <message>
        <source>Lines were cut at {count} junctions.</source>
        <translation>Intersections où des lignes ont été coupées&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>Lines where this is false or 0 are left out; empty counts as allowed.</source>
        <translation>Les lignes où ce champ est faux ou vaut 0 sont écartées&#xa0;; vide compte comme autorisé.</translation>
    </message>
    <message>
        <source>Lines: the cost at both ends of each piece (min_start, min_stop) and in its middle (minutes), the smallest budget that covers it, and the nearest origin. Areas: one per budget, with its surface in m², the length of the streets reached, and, for the cost in the sun, that length as a share of what the same minutes reach without sun (ratio).</source>
        <translation>Lignes&#xa0;: le coût aux deux bouts de chaque morceau (min_start, min_stop) et en son milieu (minutes), le plus petit budget qui le couvre, et l’origine la plus proche. Surfaces&#xa0;: une par budget, avec son aire en m², la longueur des rues atteintes et, pour le coût au soleil, cette longueur en part de celle que les mêmes minutes atteignent sans soleil (ratio).</translation>
    </message>
    <message>
        <source>Listening…</source>
        <translation>À l’écoute…</translation>
    </message>
    <message>
        <source>Live equipment</source>
        <translation>Équipements en direct</translation>
    </message>
    <message>
        <source>LoRaWAN port of each frame, 1 to 223; codecs that are for some ports refuse the others.</source>
        <translation>Port LoRaWAN de chaque trame, de 1 à 223&#xa0;; les codecs faits pour certains ports refusent les autres.</translation>
    </message>
    <message>
        <source>LoRaWAN port of the frames whose field is empty; empty when it is not known.</source>
        <translation>Port LoRaWAN des trames dont le champ est vide&#xa0;; vide s’il n’est pas connu.</translation>
    </message>
    <message>
        <source>Load the &amp;whole catalogue again</source>
        <translation>Recharger &amp;tout le catalogue</translation>
    </message>
    <message>
        <source>Load the catalogue of “{name}” once: then search it as you type, see on the map what there is, and add it. It also works offline.</source>
        <translation>Chargez une fois le catalogue de «&#xa0;{name}&#xa0;»&#xa0;: vous pourrez ensuite y chercher au fil de la frappe, voir sur la carte ce qu’il y a, et l’ajouter. Il sert aussi hors ligne.</translation>
    </message>
    <message>
        <source>Loading the catalogue of {name}…</source>
        <translation>Chargement du catalogue de {name}…</translation>
    </message>
    <message>
        <source>Local climate zones</source>
        <translation>Zones climatiques locales</translation>
    </message>
    <message>
        <source>Local date and hour at which places must be open. Used for opening hours and for the heat.</source>
        <translation>Date et heure locales auxquelles les lieux doivent être ouverts. Servent aux horaires et à la chaleur.</translation>
    </message>
    <message>
        <source>Local date and hour in the time zone below; summer time is taken into account.</source>
        <translation>Date et heure locales dans le fuseau horaire ci-dessous&#xa0;; l’heure d’été est prise en compte.</translation>
    </message>
    <message>
        <source>Local date and hour of departure from the origins, or of arrival there. Used for the cost in the sun.</source>
        <translation>Date et heure locales de départ des origines, ou d’arrivée à celles-ci. Servent au coût au soleil.</translation>
    </message>
    <message>
        <source>Local date and hour of departure, in the time zone below.</source>
        <translation>Date et heure locales de départ, dans le fuseau horaire ci-dessous.</translation>
    </message>
    <message>
        <source>Local date and hour of departure; left empty, those for which the routes were searched.</source>
        <translation>Date et heure locales de départ&#xa0;; si le champ est vide, celles pour lesquelles les parcours ont été cherchés.</translation>
    </message>
    <message>
        <source>Local hour of the evening from which the lowest temperature is looked for.</source>
        <translation>Heure locale du soir à partir de laquelle la température la plus basse est cherchée.</translation>
    </message>
    <message>
        <source>Local hour of the first instant.</source>
        <translation>Heure locale du premier instant.</translation>
    </message>
    <message>
        <source>Local hour of the last instant.</source>
        <translation>Heure locale du dernier instant.</translation>
    </message>
    <message>
        <source>Local hour of the morning; the lowest temperature comes about sunrise, near 9:00 in winter.</source>
        <translation>Heure locale du matin&#xa0;; la température la plus basse vient vers le lever du soleil, près de 9 h en hiver.</translation>
    </message>
    <message>
        <source>Log of commands</source>
        <translation>Journal des commandes</translation>
    </message>
    <message>
        <source>Longest detour (%)</source>
        <translation>Détour maximal (%)</translation>
    </message>
    <message>
        <source>Longest gap (h)</source>
        <translation>Plus longue interruption (h)</translation>
    </message>
    <message>
        <source>Longest shadow (m)</source>
        <translation>Distance maximale des ombres (m)</translation>
    </message>
    <message>
        <source>Longest silence of a server (s)</source>
        <translation>Silence maximal d’un serveur (s)</translation>
    </message>
    <message>
        <source>Longest time in the network (s)</source>
        <translation>Durée maximale dans le réseau (s)</translation>
    </message>
    <message>
        <source>Longest wait for a proof (s)</source>
        <translation>Attente maximale d’une preuve (s)</translation>
    </message>
    <message>
        <source>Longest walk (minutes)</source>
        <translation>Durée maximale de marche (minutes)</translation>
    </message>
    <message>
        <source>Longest way to the network (m)</source>
        <translation>Distance maximale au réseau (m)</translation>
    </message>
    <message>
        <source>Look at these columns before publishing: {columns} may be about people.</source>
        <translation>Regardez ces colonnes avant de publier&#xa0;: {columns} peuvent concerner des personnes.</translation>
    </message>
    <message>
        <source>Look for personal data in {name}</source>
        <translation>Chercher des données personnelles dans {name}</translation>
    </message>
    <message>
        <source>Looking for signs of personal data…</source>
        <translation>Recherche d’indices de données personnelles…</translation>
    </message>
    <message>
        <source>Looks like</source>
        <translation>Ressemble à</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Perte</translation>
    </message>
    <message>
        <source>Loss in 24 h</source>
        <translation>Perte en 24&#xa0;h</translation>
    </message>
    <message>
        <source>Lost (%)</source>
        <translation>Pertes (%)</translation>
    </message>
    <message>
        <source>Lost frames (%)</source>
        <translation>Trames perdues (%)</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Basse</translation>
    </message>
    <message>
        <source>Lowest</source>
        <translation>Minimum</translation>
    </message>
    <message>
        <source>Lowest value (°C)</source>
        <translation>Valeur la plus basse (°C)</translation>
    </message>
    <message>
        <source>Lowest value of band 1, in the streets alone if known</source>
        <translation>Valeur la plus basse de la bande 1, dans les rues seules si on les connaît</translation>
    </message>
    <message>
        <source>M&amp;emory for tiles</source>
        <translation>Mémoir&amp;e pour les tuiles</translation>
    </message>
    <message>
        <source>MEDIA_ID belongs to one dataset: give GLOBAL_ID with it, or choose by FORMAT.</source>
        <translation>MEDIA_ID appartient à un seul jeu de données&#xa0;: donnez GLOBAL_ID avec lui, ou choisissez par FORMAT.</translation>
    </message>
    <message>
        <source>Made by the 17 partners of the City Orchestra programme around Rennes. Free software under the GNU General Public License, version 2 or later.&lt;br&gt;&lt;a href=&quot;{guide}&quot;&gt;User guide&lt;/a&gt;   &lt;a href=&quot;{issues}&quot;&gt;Tell of a defect&lt;/a&gt;</source>
        <translation>Réalisé par les 17 partenaires du programme City Orchestra autour de Rennes. Logiciel libre sous licence publique générale GNU, version 2 ou ultérieure.&lt;br&gt;&lt;a href=&quot;{guide}&quot;&gt;Guide d’utilisation&lt;/a&gt;   &lt;a href=&quot;{issues}&quot;&gt;Signaler un défaut&lt;/a&gt;</translation>
    </message>
    <message>
        <source>Made with City Orchestra {version} on {day}.</source>
        <translation>Fait avec City Orchestra {version} le {day}.</translation>
    </message>
    <message>
        <source>Make again since</source>
        <translation>Refaire depuis</translation>
    </message>
    <message>
        <source>Makes a plausible French town that does not exist, about 2 by 2 km in Lambert-93: terrain with a river valley, streets, buildings, trees, parks, water, street equipment, named places, population and zones, in the standard schema, with terrain, surface and canopy rasters.</source>
        <translation>Crée une ville française plausible mais qui n’existe pas, d’environ 2&#xa0;km sur 2 en Lambert-93&#xa0;: relief avec une vallée, rues, bâtiments, arbres, parcs, eau, mobilier urbain, lieux nommés, population et zones, dans le schéma standard, avec les rasters de terrain, de surface et de canopée.</translation>
    </message>
    <message>
        <source>Makes a raster of felt temperature in °C and a raster of its classes of stress, from the mean radiant temperature and the weather. Air temperature, humidity and wind are numbers, or rasters on the same grid where you have them. Shares of the area count every cell with a value, roofs included: clip the mean radiant temperature to the streets first to have theirs.</source>
        <translation>Produit un raster de température ressentie en °C et un raster de ses classes de stress, d’après la température moyenne de rayonnement et la météo. Température de l’air, humidité et vent sont des nombres, ou des rasters sur la même grille si vous en avez. Les parts de la surface comptent toutes les cellules qui ont une valeur, toits compris&#xa0;: découpez d’abord la température de rayonnement selon les rues pour avoir les leurs.</translation>
    </message>
    <message>
        <source>Makes a raster of the mean radiant temperature in °C: the temperature of walls all around that would give a person as much heat as the sun, the sky, the ground and the façades do. On a hot afternoon it is near the air temperature in deep shade and 25 to 40 °C above it in the sun. Give the result to “Thermal comfort” to know what is felt.</source>
        <translation>Produit un raster de la température moyenne de rayonnement en °C&#xa0;: la température de parois tout autour qui donneraient à une personne autant de chaleur que le soleil, le ciel, le sol et les façades. Par un après-midi chaud, elle est proche de la température de l’air à l’ombre profonde, et de 25 à 40 °C au-dessus au soleil. Donnez le résultat à «&#xa0;Confort thermique&#xa0;» pour connaître le ressenti.</translation>
    </message>
    <message>
        <source>Makes a raster of the share of the direct sun that reaches each cell at one instant: 100 in full sun, 0 in the shade of a building or of the terrain, in between under trees. Roofs are part of the surface: their own sun is given.</source>
        <translation>Crée un raster de la part du soleil direct qui atteint chaque cellule à un instant&#xa0;: 100 en plein soleil, 0 à l’ombre d’un bâtiment ou du relief, entre les deux sous les arbres. Les toits font partie de la surface&#xa0;: c’est leur propre ensoleillement qui est donné.</translation>
    </message>
    <message>
        <source>Makes a raster of the sky view factor: 1 in the open, 0.5 at the foot of a long high wall, 0.2 in a narrow street. Where it is low, the heat of the day leaves slowly at night; where it is high, people stand in the sun. Roofs are part of the surface: what they see is given.</source>
        <translation>Crée un raster du facteur de vue du ciel&#xa0;: 1 en terrain dégagé, 0,5 au pied d’un long mur très haut, 0,2 dans une rue étroite. Là où il est bas, la chaleur du jour part lentement la nuit&#xa0;; là où il est haut, on est au soleil. Les toits font partie de la surface&#xa0;: ce qu’ils voient est donné.</translation>
    </message>
    <message>
        <source>Makes a synthetic town with every standard layer, to learn and to test.</source>
        <translation>Crée une ville synthétique avec toutes les couches standard, pour apprendre et pour tester.</translation>
    </message>
    <message>
        <source>Makes a table of where the sun stands at regular hours of a day, at a point or at the centre of a layer.</source>
        <translation>Crée une table de la position du soleil à des heures régulières d’une journée, en un point ou au centre d’une couche.</translation>
    </message>
    <message>
        <source>Makes all buckets again from this time on, after a quality control changed flags; empty: from a day before the last bucket of each series.</source>
        <translation>Refait toutes les tranches à partir de ce moment, après qu’un contrôle qualité a changé des drapeaux&#xa0;; vide&#xa0;: depuis un jour avant la dernière tranche de chaque série.</translation>
    </message>
    <message>
        <source>Makes buckets of a quarter, an hour and a day, and deletes what is older than its retention.</source>
        <translation>Agréger par tranches d’un quart d’heure, d’une heure et d’un jour, et supprimer ce qui dépasse sa durée de conservation.</translation>
    </message>
    <message>
        <source>Makes one GeoPackage with the standard layers (buildings, streets, trees, vegetation, water...), and the terrain, surface and canopy rasters that shade needs. Give the layers you have: the others are written empty and named in the report.</source>
        <translation>Crée un GeoPackage avec les couches standard (bâtiments, rues, arbres, végétation, eau…), ainsi que les rasters de terrain, de surface et de canopée nécessaires au calcul de l’ombre. Indiquez les couches dont vous disposez&#xa0;: les autres sont écrites vides et citées dans le rapport.</translation>
    </message>
    <message>
        <source>Makes the messages of a fleet of sensors or of a boiler room, for a broker or a store.</source>
        <translation>Crée les messages d’un parc de capteurs ou d’une chaufferie, pour un courtier ou une base.</translation>
    </message>
    <message>
        <source>Makes the standard layers that every other algorithm reads, from BD TOPO, OpenStreetMap or others.</source>
        <translation>Crée les couches standard que lisent tous les autres algorithmes, à partir de la BD TOPO, d’OpenStreetMap ou d’autres sources.</translation>
    </message>
    <message>
        <source>Makes up messages with the faults of real ones: losses in bursts, devices that join again, counters that wrap, duplicates by several gateways, wrong clocks, sensors that are stuck or drift. The same seed makes the same fleet. The boiler room has twelve sensors and two valves that follow commands.</source>
        <translation>Invente des messages avec les défauts des vrais&#xa0;: pertes en rafales, équipements qui se rattachent de nouveau, compteurs qui repassent à zéro, doublons par plusieurs passerelles, horloges fausses, capteurs figés ou en dérive. La même graine donne le même parc. La chaufferie a douze capteurs et deux vannes qui suivent les commandes.</translation>
    </message>
    <message>
        <source>Manager of a node (a login)</source>
        <translation>Gestionnaire (mot de passe)</translation>
    </message>
    <message>
        <source>Mandatory ment&amp;ion (optional)</source>
        <translation>Mention obl&amp;igatoire (le cas échéant)</translation>
    </message>
    <message>
        <source>Mandatory mention</source>
        <translation>Mention obligatoire</translation>
    </message>
    <message>
        <source>Map of the dataset, by {host}</source>
        <translation>Carte du jeu de données, par {host}</translation>
    </message>
    <message>
        <source>Map of the night heat island from stations and land cover, with its error and a model sheet.</source>
        <translation>Carte de l’îlot de chaleur nocturne à partir de stations et de l’occupation du sol, avec son erreur et une fiche du modèle.</translation>
    </message>
    <message>
        <source>Map the heat island</source>
        <translation>Spatialiser l’îlot de chaleur</translation>
    </message>
    <message>
        <source>Mapping table</source>
        <translation>Table de correspondance</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>Marge</translation>
    </message>
    <message>
        <source>Margin (dB)</source>
        <translation>Marge (dB)</translation>
    </message>
    <message>
        <source>Maximum number of datasets</source>
        <translation>Nombre maximal de jeux de données</translation>
    </message>
    <message>
        <source>Maximum number of records of a service</source>
        <translation>Nombre maximal de fiches d’un service</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Moyenne</translation>
    </message>
    <message>
        <source>Mean confidence, by length (%)</source>
        <translation>Confiance moyenne, selon la longueur (%)</translation>
    </message>
    <message>
        <source>Mean heat island of the map (°C)</source>
        <translation>Îlot de chaleur moyen de la carte (°C)</translation>
    </message>
    <message>
        <source>Mean heat island of the stations (°C)</source>
        <translation>Îlot de chaleur moyen des stations (°C)</translation>
    </message>
    <message>
        <source>Mean of band 1, in the streets alone if known</source>
        <translation>Moyenne de la bande 1, dans les rues seulement si elles sont connues</translation>
    </message>
    <message>
        <source>Mean of the other stations</source>
        <translation>Moyenne des autres stations</translation>
    </message>
    <message>
        <source>Mean of the raster (°C)</source>
        <translation>Moyenne du raster (°C)</translation>
    </message>
    <message>
        <source>Mean radiant temperature</source>
        <translation>Température moyenne de rayonnement</translation>
    </message>
    <message>
        <source>Mean radiant temperature (°C)</source>
        <translation>Température moyenne de rayonnement (°C)</translation>
    </message>
    <message>
        <source>Mean score {score:.0f} of 100, mean confidence {confidence:.0f} %.</source>
        <translation>Note moyenne {score:.0f} sur 100, confiance moyenne {confidence:.0f}&#xa0;%.</translation>
    </message>
    <message>
        <source>Mean score, by length</source>
        <translation>Note moyenne, selon la longueur</translation>
    </message>
    <message>
        <source>Mean share of shade, by length (%)</source>
        <translation>Part moyenne d’ombre, pondérée par la longueur (%)</translation>
    </message>
    <message>
        <source>Mean wind 10 m above the ground; in a sheltered street often less than half of that of a station.</source>
        <translation>Vent moyen à 10&#xa0;m au-dessus du sol&#xa0;; dans une rue abritée, souvent moins de la moitié de celui d’une station.</translation>
    </message>
    <message>
        <source>Mean wind at that hour, as at 10 m above the ground; in a sheltered street it is often less than half of that of a station.</source>
        <translation>Vent moyen à cette heure, comme à 10 m du sol&#xa0;; dans une rue abritée il est souvent moins de la moitié de celui d’une station.</translation>
    </message>
    <message>
        <source>Mean wind at that hour. The engine solweig alone reads it: with the engine simple it changes nothing.</source>
        <translation>Vent moyen à cette heure. Seul le moteur solweig le lit&#xa0;: avec le moteur simple, il ne change rien.</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Mesurée</translation>
    </message>
    <message>
        <source>Measurements can be invented too: hourly temperatures of 40 stations over 25 nights, ratings of streets by 240 respondents, opening hours of cool places. They follow the laws of resources/tables/demo_laws.csv, with noise, gaps and one faulty station: an analysis should find these laws again.</source>
        <translation>Des mesures peuvent être inventées aussi&#xa0;: températures horaires de 40 stations pendant 25 nuits, notes de rues par 240 répondants, heures d’ouverture de lieux frais. Elles suivent les lois de resources/tables/demo_laws.csv, avec du bruit, des lacunes et une station défaillante&#xa0;: une analyse doit retrouver ces lois.</translation>
    </message>
    <message>
        <source>Measures, for each polygon, the share of its ground under vegetation of 3 m or more (veg_pct), its surface (area_m2) and, with a raster of shade, its mean shade (shade_pct). class_apur is very_shaded above 50 %, partly_shaded from 25 to 50 % and hot below 25 % of high vegetation.</source>
        <translation>Mesure, pour chaque polygone, la part de son sol sous une végétation de 3 m ou plus (veg_pct), son aire (area_m2) et, avec un raster d’ombre, son ombre moyenne (shade_pct). class_apur vaut very_shaded (très ombragé) au-dessus de 50&#xa0;%, partly_shaded (partiellement ombragé) de 25 à 50&#xa0;% et hot (chaud) au-dessous de 25&#xa0;% de végétation haute.</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>Moyenne</translation>
    </message>
    <message>
        <source>Memory for tiles (MB)</source>
        <translation>Mémoire pour les tuiles (Mo)</translation>
    </message>
    <message>
        <source>Memory that the tiles being computed may take together; the result does not depend on it.</source>
        <translation>Mémoire que peuvent occuper ensemble les tuiles en cours de calcul&#xa0;; le résultat n’en dépend pas.</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>Messages arrive and can be read.</source>
        <translation>Des messages arrivent et sont lisibles.</translation>
    </message>
    <message>
        <source>Messages at most (0: no limit)</source>
        <translation>Messages au plus (0&#xa0;: sans limite)</translation>
    </message>
    <message>
        <source>Messages that are sent now are not kept, except by a broker that knows this recorder already.</source>
        <translation>Les messages envoyés maintenant ne sont pas conservés, sauf par un courtier qui connaît déjà cet enregistreur.</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>Métadonnées</translation>
    </message>
    <message>
        <source>Metadata from a layer</source>
        <translation>Métadonnées d’une couche</translation>
    </message>
    <message>
        <source>Metadata of other catalogues (ISO 19139, DCAT, CSW) as RUDI records.</source>
        <translation>Métadonnées d’autres catalogues (ISO 19139, DCAT, CSW) en fiches RUDI.</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Méthode</translation>
    </message>
    <message>
        <source>Method: CrowdQC+ (Fenner et al. 2021, doi 10.3389/fenvs.2021.720747), with the robust spread Qn. Temperatures are brought to one height by 0.65 K per 100 m when HEIGHTS is on and all stations have an altitude.</source>
        <translation>Méthode&#xa0;: CrowdQC+ (Fenner et al. 2021, doi 10.3389/fenvs.2021.720747), avec la dispersion robuste Qn. Les températures sont ramenées à une même altitude à raison de 0,65&#xa0;K par 100&#xa0;m quand HEIGHTS est activé et que toutes les stations ont une altitude.</translation>
    </message>
    <message>
        <source>Method: Meeus, Astronomical Algorithms, as published by NOAA; within 0.01 degree of the NREL Solar Position Algorithm (Reda and Andreas, 2004).</source>
        <translation>Méthode&#xa0;: Meeus, Astronomical Algorithms, telle que publiée par la NOAA&#xa0;; à moins de 0,01&#xa0;degré du Solar Position Algorithm du NREL (Reda et Andreas, 2004).</translation>
    </message>
    <message>
        <source>Method: classes of APUR (2018), made for the parks of Paris by day; they say nothing of water, lawns, the buildings around nor the night. In the canopy raster a cell without tree holds 0, not nodata.</source>
        <translation>Méthode&#xa0;: classes de l’APUR (2018), faites pour les parcs de Paris de jour&#xa0;; elles ne disent rien de l’eau, des pelouses, des bâtiments voisins ni de la nuit. Dans le raster de canopée, une cellule sans arbre vaut 0 et n’est pas sans donnée.</translation>
    </message>
    <message>
        <source>Method: each device is good or in a burst (Gilbert and Elliott), and leaves a burst with 20 % at each frame. Limits: the devices are invented; keep them out of the store of a real network.</source>
        <translation>Méthode&#xa0;: chaque équipement est bon ou en rafale (Gilbert et Elliott), et sort d’une rafale avec une probabilité de 20&#xa0;% à chaque trame. Limites&#xa0;: les équipements sont inventés&#xa0;; gardez-les hors de la base d’un vrai réseau.</translation>
    </message>
    <message>
        <source>Method: exact horizon of each cell in a number of directions (upper hull along digital lines), with the cosine weights of Johnson and Watson (1984) and Steyn (1980), or by solid angle. In canyons and basins whose value is known the error is below 0.003 with 32 directions.</source>
        <translation>Méthode&#xa0;: horizon exact de chaque cellule dans un certain nombre de directions (enveloppe supérieure le long de lignes discrètes), avec les poids en cosinus de Johnson et Watson (1984) et de Steyn (1980), ou par angle solide. Dans des rues et des cuvettes dont la valeur est connue, l’erreur est inférieure à 0,003 avec 32 directions.</translation>
    </message>
    <message>
        <source>Method: multiple regression on shares in discs (Foissard et al., 2019, doi 10.1016/j.uclim.2019.100490), AICc, variogram by restricted maximum likelihood, universal kriging (Cressie, 1993). It maps the air by night over the nights of the stations; it says nothing of the heat felt by day.</source>
        <translation>Méthode&#xa0;: régression multiple sur des parts par rayon (Foissard et al., 2019, doi 10.1016/j.uclim.2019.100490), AICc, variogramme par maximum de vraisemblance restreinte, krigeage universel (Cressie, 1993). La carte est celle de l’air la nuit, pour les nuits des stations&#xa0;; elle ne dit rien de la chaleur ressentie le jour.</translation>
    </message>
    <message>
        <source>Method: one search from all entrances on the reversed network (Dijkstra, 1959), slopes after Tobler (1993); 5 minutes is the usual reach of a cool place (APUR, 2018); 300 m along the streets is the last number of the 3-30-300 rule (Konijnendijk, 2022), which asks for at least one hectare: filter the places to read it so. The way from a door to the street is not counted.</source>
        <translation>Méthode&#xa0;: une seule recherche depuis toutes les entrées sur le réseau inversé (Dijkstra, 1959), pentes d’après Tobler (1993)&#xa0;; 5 minutes sont la portée usuelle d’un lieu frais (APUR, 2018)&#xa0;; 300 m le long des rues sont le dernier nombre de la règle 3-30-300 (Konijnendijk, 2022), qui demande au moins un hectare&#xa0;: filtrez les lieux pour la lire ainsi. Le trajet de la porte à la rue n’est pas compté.</translation>
    </message>
    <message>
        <source>Method: one search from all origins (Dijkstra, 1959) whose clock follows the shade. With shade that moves, a walk that costs more at first and less in the end is not kept: the true reach may be a little larger. In time it is exact.</source>
        <translation>Méthode&#xa0;: une seule recherche depuis toutes les origines (Dijkstra, 1959), dont l’horloge suit l’ombre. Avec une ombre qui bouge, une marche qui coûte plus au début et moins à la fin n’est pas gardée&#xa0;: la portée réelle peut être un peu plus grande. En temps, elle est exacte.</translation>
    </message>
    <message>
        <source>Method: slope of Theil and Sen on the medians of days; cumulative sums (CUSUM) with k = 0.5 σ and h = 5 σ; regression of Deming, which lets both instruments err, with intervals by jackknife.</source>
        <translation>Méthode&#xa0;: pente de Theil et Sen sur les médianes des jours&#xa0;; sommes cumulées (CUSUM) avec k = 0,5&#xa0;σ et h = 5&#xa0;σ&#xa0;; régression de Deming, qui admet l’erreur des deux instruments, avec intervalles par jackknife.</translation>
    </message>
    <message>
        <source>Method: sweep along digital lines from the sun, with true north corrected for the convergence of the meridians. An edge of a shadow is right within one cell. Crowns let a share of the sun through, by season (Konarska et al., 2014).</source>
        <translation>Méthode&#xa0;: balayage le long de lignes discrètes venant du soleil, le nord géographique étant corrigé de la convergence des méridiens. Le bord d’une ombre est exact à une cellule près. Les houppiers laissent passer une part du soleil, selon la saison (Konarska et al., 2014).</translation>
    </message>
    <message>
        <source>Method: the record must have no error, and the file must have the SHA-256 that it announces. The producer and the contacts must be known to the node. The file is sent first and read back; the record that names it is written after. A run that stops half-way says what is on the node; run it again.</source>
        <translation>Méthode&#xa0;: la fiche ne doit avoir aucune erreur, et le fichier doit avoir le SHA-256 qu’elle annonce. Le producteur et les contacts doivent être connus du nœud. Le fichier est envoyé d’abord, puis relu&#xa0;; la fiche qui le désigne est écrite après. Une exécution arrêtée en chemin dit ce qui est sur le nœud&#xa0;; relancez-la.</translation>
    </message>
    <message>
        <source>Method: the records are brought into a local catalogue in the profile of QGIS, in full the first time, then what changed. The search is made there, because portals know neither extent nor format nor licence: all words must be found (relevance: BM25), and each filter left empty accepts everything. Large catalogues (udata, STAC) are asked for the words, the dates and the extent, and the best answers are kept.</source>
        <translation>Méthode&#xa0;: les fiches sont amenées dans un catalogue local du profil de QGIS, toutes la première fois, ensuite ce qui a changé. La recherche s’y fait, parce que les portails ne connaissent ni l’emprise, ni le format, ni la licence&#xa0;: tous les mots doivent être trouvés (pertinence&#xa0;: BM25), et chaque filtre laissé vide accepte tout. Aux grands catalogues (udata, STAC), on demande les mots, les dates et l’emprise, et les meilleures réponses sont gardées.</translation>
    </message>
    <message>
        <source>Method: the sides of the extent are transformed to degrees at 21 points each and inside. The period is that of the temporal settings, else of the date fields, except those whose name tells when a row was edited. Columns are searched for signs of personal data by their names and by up to 2,000 values each, spread over the layer.</source>
        <translation>Méthode&#xa0;: les côtés de l’emprise sont transformés en degrés en 21 points chacun, ainsi que l’intérieur. La période est celle des réglages temporels, sinon celle des champs de date, sauf ceux dont le nom dit quand une ligne a été modifiée. Des indices de données personnelles sont cherchés dans les noms des colonnes et dans jusqu’à 2&#xa0;000 valeurs de chacune, réparties sur la couche.</translation>
    </message>
    <message>
        <source>Method: time-dependent search on two criteria (Martins, 1984). Walking speed follows the slope (Tobler, 1993). UTCI (Bröde and others, 2012) of a simple radiation balance of each street, less exact than SOLWEIG.</source>
        <translation>Méthode&#xa0;: recherche à deux critères dépendant de l’heure (Martins, 1984). La vitesse de marche suit la pente (Tobler, 1993). UTCI (Bröde et al., 2012) d’un bilan radiatif simple de chaque rue, moins exact que SOLWEIG.</translation>
    </message>
    <message>
        <source>Methods of metrics</source>
        <translation>Méthodes par grandeur</translation>
    </message>
    <message>
        <source>Metres added by the heat</source>
        <translation>Mètres ajoutés par la chaleur</translation>
    </message>
    <message>
        <source>Metres added to each metre for every 6 °C of felt temperature above 26 °C: with 1, a metre at 32 °C counts as two.</source>
        <translation>Mètres ajoutés à chaque mètre par tranche de 6&#xa0;°C de température ressentie au-dessus de 26&#xa0;°C&#xa0;: avec 1, un mètre à 32&#xa0;°C compte pour deux.</translation>
    </message>
    <message>
        <source>Metres added to each metre of a street with a score of 0, and none to one of 100.</source>
        <translation>Mètres ajoutés à chaque mètre d’une rue de score 0&#xa0;; rien n’est ajouté à une rue de score 100.</translation>
    </message>
    <message>
        <source>Metres in the shade that one would walk to avoid one in the sun, used when a single route is asked: 1 is the shortest route; 2 to 5 suit a warm to a very hot day. Against comfort, 2 gives the fewest comfort-equivalent metres; against dose it is per °C and minute.</source>
        <translation>Mètres à l’ombre que l’on ferait pour en éviter un au soleil, utilisé quand un seul parcours est demandé&#xa0;: 1 donne le plus court&#xa0;; 2 à 5 conviennent d’un jour chaud à très chaud. Avec comfort, 2 donne le moins de mètres équivalents de confort&#xa0;; avec dose, le poids est par °C et par minute.</translation>
    </message>
    <message>
        <source>Metres in the shade that one would walk to avoid one in the sun: 1 is the shortest route; 2 to 5 suit a warm to a very hot day. Used for the coolest route of each pair only.</source>
        <translation>Mètres à l’ombre que l’on ferait pour en éviter un au soleil&#xa0;: 1 donne le parcours le plus court&#xa0;; 2 à 5 conviennent d’un jour chaud à très chaud. Utilisé seulement pour le parcours le plus frais de chaque paire (coolest).</translation>
    </message>
    <message>
        <source>Metres in the sun</source>
        <translation>Mètres au soleil</translation>
    </message>
    <message>
        <source>Metres walked to avoid one bad metre</source>
        <translation>Mètres marchés pour éviter un mauvais mètre</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>Grandeur</translation>
    </message>
    <message>
        <source>Metric CRS to write; empty takes that of the terrain model or of the first layer if metric.</source>
        <translation>SCR métrique à écrire&#xa0;; vide prend celui du modèle numérique de terrain, ou de la première couche s’il est métrique.</translation>
    </message>
    <message>
        <source>Metric of the chart</source>
        <translation>Grandeur du graphique</translation>
    </message>
    <message>
        <source>Metric reference system</source>
        <translation>SCR grandeur</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>Grandeurs</translation>
    </message>
    <message>
        <source>Minutes between two instants; 15 is fine enough for walking.</source>
        <translation>Minutes entre deux instants&#xa0;; 15 est assez fin pour la marche.</translation>
    </message>
    <message>
        <source>Minutes in the shade that weigh as much as one in the sun: 2 to 5 suit a warm to a very hot day.</source>
        <translation>Minutes à l’ombre qui pèsent autant qu’une au soleil&#xa0;: 2 à 5 conviennent d’une journée chaude à une journée très chaude.</translation>
    </message>
    <message>
        <source>Minutes on foot from every street to the nearest cool place that is open, and the people served.</source>
        <translation>Minutes à pied de chaque rue au lieu frais ouvert le plus proche, et habitants desservis.</translation>
    </message>
    <message>
        <source>Minutes separated by commas; of comfort when the cost is in the sun.</source>
        <translation>Minutes séparées par des virgules&#xa0;; de confort quand le coût est au soleil.</translation>
    </message>
    <message>
        <source>Minutes to a cool place</source>
        <translation>Minutes jusqu’à un lieu frais</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Manquantes</translation>
    </message>
    <message>
        <source>Model sheet</source>
        <translation>Fiche du modèle</translation>
    </message>
    <message>
        <source>Moment</source>
        <translation>Instant</translation>
    </message>
    <message>
        <source>Moment of the snapshot; empty for now.</source>
        <translation>Instant de l’état instantané&#xa0;; vide pour maintenant.</translation>
    </message>
    <message>
        <source>Moran’s I of the residuals</source>
        <translation>I de Moran des résidus</translation>
    </message>
    <message>
        <source>Moran’s I of the residuals is {index} (p = {p}).</source>
        <translation>Le I de Moran des résidus vaut {index} (p = {p}).</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Plus</translation>
    </message>
    <message>
        <source>More have wrong coordinates.</source>
        <translation>S’il y en a plus, leurs coordonnées sont fausses.</translation>
    </message>
    <message>
        <source>More… ({count})</source>
        <translation>Plus… ({count})</translation>
    </message>
    <message>
        <source>Most frames lost</source>
        <translation>Équipements qui perdent le plus de trames</translation>
    </message>
    <message>
        <source>Most frequent alarms</source>
        <translation>Alarmes les plus fréquentes</translation>
    </message>
    <message>
        <source>Most observations</source>
        <translation>Nombre maximal d’observations</translation>
    </message>
    <message>
        <source>Most observations of a series</source>
        <translation>Nombre maximal d’observations par série</translation>
    </message>
    <message>
        <source>Most routes given (0: all)</source>
        <translation>Nombre maximal de parcours (0&#xa0;: tous)</translation>
    </message>
    <message>
        <source>Most routes of a pair (0: all)</source>
        <translation>Nombre maximal de parcours par paire (0&#xa0;: tous)</translation>
    </message>
    <message>
        <source>My &amp;requests for access…</source>
        <translation>Mes &amp;demandes d’accès…</translation>
    </message>
    <message>
        <source>My projects</source>
        <translation>Mes projets</translation>
    </message>
    <message>
        <source>My requests</source>
        <translation>Mes demandes</translation>
    </message>
    <message>
        <source>N</source>
        <translation>N</translation>
    </message>
    <message>
        <source>N_LINES of an earlier run, as kept elsewhere.</source>
        <translation>N_LINES d’une exécution précédente, gardé ailleurs.</translation>
    </message>
    <message>
        <source>NaN or infinite</source>
        <translation>NaN ou infini</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Name a saved connection, or give the address of a catalogue.</source>
        <translation>Nommez une connexion enregistrée, ou donnez l’adresse d’un catalogue.</translation>
    </message>
    <message>
        <source>Name an item of this catalogue as collection/item, not {identifier}.</source>
        <translation>Nommez un élément de ce catalogue sous la forme collection/élément, et non {identifier}.</translation>
    </message>
    <message>
        <source>Name in the first column of the table; a quantity that is not in it is sought in the others.</source>
        <translation>Nom dans la première colonne de la table&#xa0;; une grandeur qui n’y est pas est cherchée dans les autres.</translation>
    </message>
    <message>
        <source>Name of a connection saved in the RUDI panel, address of a server, or path of a JSON file of records.</source>
        <translation>Nom d’une connexion enregistrée dans le panneau RUDI, adresse d’un serveur, ou chemin d’un fichier JSON de fiches.</translation>
    </message>
    <message>
        <source>Name of a declared command.</source>
        <translation>Nom d’une commande déclarée.</translation>
    </message>
    <message>
        <source>Name of a saved broker profile. Its command account publishes, its reading account follows.</source>
        <translation>Nom d’un profil de courtier enregistré. Son compte de commande publie, son compte de lecture suit.</translation>
    </message>
    <message>
        <source>Name of a saved broker profile; empty when HOST is given.</source>
        <translation>Nom d’un profil de courtier enregistré&#xa0;; vide quand HOST est donné.</translation>
    </message>
    <message>
        <source>Name of the contact</source>
        <translation>Nom du contact</translation>
    </message>
    <message>
        <source>Name of the device, typed</source>
        <translation>Nom de l’équipement, saisi</translation>
    </message>
    <message>
        <source>Name of the device, typed to confirm</source>
        <translation>Nom de l’équipement, saisi pour confirmer</translation>
    </message>
    <message>
        <source>Name of the file</source>
        <translation>Nom du fichier</translation>
    </message>
    <message>
        <source>Name of the origin</source>
        <translation>Nom de l’origine</translation>
    </message>
    <message>
        <source>Name of the place</source>
        <translation>Nom du lieu</translation>
    </message>
    <message>
        <source>Name of the quantity</source>
        <translation>Nom de la grandeur</translation>
    </message>
    <message>
        <source>Name of the route</source>
        <translation>Nom du parcours</translation>
    </message>
    <message>
        <source>Name or address of a broker, in place of a saved profile.</source>
        <translation>Nom ou adresse d’un courtier, à la place d’un profil enregistré.</translation>
    </message>
    <message>
        <source>Name the organisation that produces the data.</source>
        <translation>Indiquez l’organisation qui produit les données.</translation>
    </message>
    <message>
        <source>Name, identifier, site, profile or metric (Ctrl+F)</source>
        <translation>Nom, identifiant, site, profil ou mesure (Ctrl+F)</translation>
    </message>
    <message>
        <source>Names of organisations separated by commas, such as Rennes Métropole.</source>
        <translation>Noms d’organisations séparés par des virgules, par exemple Rennes Métropole.</translation>
    </message>
    <message>
        <source>Names of sites, separated by semicolons or commas; empty for all sites.</source>
        <translation>Noms de sites, séparés par des points-virgules ou des virgules&#xa0;; vide pour tous les sites.</translation>
    </message>
    <message>
        <source>Names of what is measured, such as temperature, separated by semicolons or commas; empty for all.</source>
        <translation>Noms de ce qui est mesuré, comme temperature, séparés par des points-virgules ou des virgules&#xa0;; vide pour tout.</translation>
    </message>
    <message>
        <source>Ne&amp;w</source>
        <translation>Nou&amp;veau</translation>
    </message>
    <message>
        <source>Needed with a population.</source>
        <translation>Nécessaire avec une population.</translation>
    </message>
    <message>
        <source>Neighbourhoods or statistical zones to compare, all within the data.</source>
        <translation>Quartiers ou zones statistiques à comparer, tous couverts par les données.</translation>
    </message>
    <message>
        <source>Neighbours at least</source>
        <translation>Nombre minimal de voisins</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Réseau</translation>
    </message>
    <message>
        <source>Network with shade</source>
        <translation>Réseau avec ombre</translation>
    </message>
    <message>
        <source>Never heard</source>
        <translation>Jamais entendu</translation>
    </message>
    <message>
        <source>New broker</source>
        <translation>Nouveau courtier</translation>
    </message>
    <message>
        <source>New catalogue</source>
        <translation>Nouveau catalogue</translation>
    </message>
    <message>
        <source>New devices</source>
        <translation>Nouveaux équipements</translation>
    </message>
    <message>
        <source>New devices in the store</source>
        <translation>Nouveaux équipements dans la base</translation>
    </message>
    <message>
        <source>Night begins at (h)</source>
        <translation>La nuit commence à (h)</translation>
    </message>
    <message>
        <source>Night ends at (h)</source>
        <translation>La nuit finit à (h)</translation>
    </message>
    <message>
        <source>Nights</source>
        <translation>Nuits</translation>
    </message>
    <message>
        <source>Nights of strong heat island, and the mean heat island of each station over them.</source>
        <translation>Nuits de fort îlot de chaleur, et îlot de chaleur moyen de chaque station sur ces nuits.</translation>
    </message>
    <message>
        <source>Nights selected</source>
        <translation>Nuits retenues</translation>
    </message>
    <message>
        <source>Nights that could be used</source>
        <translation>Nuits utilisables</translation>
    </message>
    <message>
        <source>No account was given: whether you have a project of this name was not looked up.</source>
        <translation>Aucun compte n’a été donné&#xa0;: on n’a pas cherché si vous avez un projet de ce nom.</translation>
    </message>
    <message>
        <source>No alarm</source>
        <translation>Aucune alarme</translation>
    </message>
    <message>
        <source>No answer refers to a segment: no value of {field} in the answers is an identifier of the segments. Choose the fields that hold the same identifiers.</source>
        <translation>Aucune réponse ne renvoie à un tronçon&#xa0;: aucune valeur de {field} dans les réponses n’est un identifiant des tronçons. Choisissez les champs qui contiennent les mêmes identifiants.</translation>
    </message>
    <message>
        <source>No catalogue yet</source>
        <translation>Pas encore de catalogue</translation>
    </message>
    <message>
        <source>No cell has a value: check the mean radiant temperature and the weather.</source>
        <translation>Aucune cellule n’a de valeur&#xa0;: vérifiez la température de rayonnement et la météo.</translation>
    </message>
    <message>
        <source>No cell of the canopy raster near the network reaches {height:g}. It should hold heights in metres; for a raster of 0 and 1 set the canopy height to 0.5.</source>
        <translation>Aucune cellule du raster de canopée près du réseau n’atteint {height:g}. Il doit contenir des hauteurs en mètres&#xa0;; pour un raster de 0 et de 1, mettez la hauteur de canopée à 0,5.</translation>
    </message>
    <message>
        <source>No cell of the street has a value: check the surface model and the sky view factor.</source>
        <translation>Aucune cellule de la rue n’a de valeur&#xa0;: vérifiez le modèle de surface et le facteur de vue du ciel.</translation>
    </message>
    <message>
        <source>No choice can be used: their rows lack a segment, an alternative or the mark of the chosen one.</source>
        <translation>Aucun choix n’est utilisable&#xa0;: il manque aux lignes un tronçon, une alternative ou la marque de celle qui a été choisie.</translation>
    </message>
    <message>
        <source>No command is declared for devices of profile {profile}.</source>
        <translation>Aucune commande n’est déclarée pour les équipements de profil {profile}.</translation>
    </message>
    <message>
        <source>No command is declared: give a file of commands, or name one in the broker profile.</source>
        <translation>Aucune commande n’est déclarée&#xa0;: donnez un fichier de commandes, ou nommez-en un dans le profil du courtier MQTT.</translation>
    </message>
    <message>
        <source>No command is declared: name a file of commands in the settings of the broker.</source>
        <translation>Aucune commande n’est déclarée&#xa0;: indiquez un fichier de commandes dans les réglages du courtier.</translation>
    </message>
    <message>
        <source>No comparison can be used: give two indicators and a number from 1/9 to 9 in each row.</source>
        <translation>Aucune comparaison n’est utilisable&#xa0;: donnez deux indicateurs et un nombre de 1/9 à 9 dans chaque ligne.</translation>
    </message>
    <message>
        <source>No cool place is open at that hour.</source>
        <translation>Aucun lieu frais n’est ouvert à cette heure.</translation>
    </message>
    <message>
        <source>No cool place lies within {most:.0f} m of the walking network; the nearest is {distance:.0f} m away. Check that both layers cover the same place.</source>
        <translation>Aucun lieu frais n’est à moins de {most:.0f} m du réseau piéton&#xa0;; le plus proche est à {distance:.0f} m. Vérifiez que les deux couches couvrent le même endroit.</translation>
    </message>
    <message>
        <source>No dataset found</source>
        <translation>Aucun jeu de données trouvé</translation>
    </message>
    <message>
        <source>No dataset matches; leave out a word or a filter, or widen the extent.</source>
        <translation>Aucun jeu de données ne convient&#xa0;; retirez un mot ou un filtre, ou élargissez l’emprise.</translation>
    </message>
    <message>
        <source>No device found</source>
        <translation>Aucun équipement trouvé</translation>
    </message>
    <message>
        <source>No device measures {metric}.</source>
        <translation>Aucun équipement ne mesure {metric}.</translation>
    </message>
    <message>
        <source>No download yet. In the list of datasets, choose a file and press Download, or Add to the map.</source>
        <translation>Aucun téléchargement pour l’instant. Dans la liste des jeux de données, choisissez un fichier puis Télécharger, ou Ajouter à la carte.</translation>
    </message>
    <message>
        <source>No edge has a sun profile; compute the shade on the network first.</source>
        <translation>Aucun arc n’a de profil de soleil&#xa0;; calculez d’abord l’ombre sur le réseau.</translation>
    </message>
    <message>
        <source>No edge of the network can be used by a wheelchair with slopes of {slope:g} % at most; allow steeper ones, or all ways.</source>
        <translation>Aucun arc du réseau n’est praticable en fauteuil avec des pentes de {slope:g}&#xa0;% au plus&#xa0;; admettez de plus fortes pentes, ou tous les chemins.</translation>
    </message>
    <message>
        <source>No edge of the network has a sun profile; check that it lies on the surface model.</source>
        <translation>Aucun arc du réseau n’a de profil de soleil&#xa0;; vérifiez que le réseau se trouve sur le modèle numérique de surface.</translation>
    </message>
    <message>
        <source>No end</source>
        <translation>Sans fin</translation>
    </message>
    <message>
        <source>No feature was kept from the layers given; look at the mapping and the extent.</source>
        <translation>Aucune entité des couches indiquées n’a été conservée&#xa0;; vérifiez la table de correspondance et l’emprise.</translation>
    </message>
    <message>
        <source>No field changes.</source>
        <translation>Aucun champ ne change.</translation>
    </message>
    <message>
        <source>No identifier</source>
        <translation>Pas d’identifiant</translation>
    </message>
    <message>
        <source>No intersection of the network lies in a zone: check that both layers cover the same place.</source>
        <translation>Aucun carrefour du réseau n’est dans une zone&#xa0;: vérifiez que les deux couches couvrent le même lieu.</translation>
    </message>
    <message>
        <source>No limits are known for {metrics}; say which quantity they are in QUANTITIES.</source>
        <translation>Aucune limite n’est connue pour {metrics}&#xa0;; dites dans QUANTITIES de quelle grandeur il s’agit.</translation>
    </message>
    <message>
        <source>No more are read; a warning says when some are left.</source>
        <translation>Il n’en est pas lu davantage&#xa0;; un avertissement dit quand il en reste.</translation>
    </message>
    <message>
        <source>No night has at least half of the reference stations and another one with {share:.0f} % of its hours; check the hours of the night, the time zone and the names of the stations.</source>
        <translation>Aucune nuit n’a au moins la moitié des stations de référence et une autre station avec {share:.0f}&#xa0;% de ses heures&#xa0;; vérifiez les heures de la nuit, le fuseau horaire et les noms des stations.</translation>
    </message>
    <message>
        <source>No night is selected, so stations have no mean; lower the threshold.</source>
        <translation>Aucune nuit n’est retenue, les stations n’ont donc pas de moyenne&#xa0;; baissez le seuil.</translation>
    </message>
    <message>
        <source>No origin lies within {most:.0f} m of the walking network; the nearest is {distance:.0f} m away. Check that both layers cover the same place.</source>
        <translation>Aucune origine n’est à moins de {most:.0f} m du réseau piéton&#xa0;; la plus proche est à {distance:.0f} m. Vérifiez que les deux couches couvrent le même endroit.</translation>
    </message>
    <message>
        <source>No picture came</source>
        <translation>Aucune image reçue</translation>
    </message>
    <message>
        <source>No place</source>
        <translation>Pas d’emplacement</translation>
    </message>
    <message>
        <source>No predictor explains the heat island better than its mean.</source>
        <translation>Aucun prédicteur n’explique l’îlot de chaleur mieux que sa moyenne.</translation>
    </message>
    <message>
        <source>No recorder</source>
        <translation>Pas d’enregistreur</translation>
    </message>
    <message>
        <source>No recorder runs</source>
        <translation>Aucun enregistreur ne tourne</translation>
    </message>
    <message>
        <source>No reference station was found; name stations of the countryside.</source>
        <translation>Aucune station de référence n’a été trouvée&#xa0;; nommez des stations de la campagne.</translation>
    </message>
    <message>
        <source>No respondent has a category of {name} that is in the table of the population; the words must be the same in both.</source>
        <translation>Aucun répondant n’a une catégorie de {name} qui soit dans la table de population&#xa0;; les mots doivent être les mêmes dans les deux.</translation>
    </message>
    <message>
        <source>No respondent is {category} ({variable}): nobody speaks for them in the weights.</source>
        <translation>Aucun répondant n’est {category} ({variable})&#xa0;: personne ne parle pour eux dans les poids.</translation>
    </message>
    <message>
        <source>No route joins these points within a detour of {detour} %. Allow a longer detour, or move the points nearer to the network.</source>
        <translation>Aucun parcours ne relie ces points avec un détour d’au plus {detour}&#xa0;%. Autorisez un détour plus long, ou rapprochez les points du réseau.</translation>
    </message>
    <message>
        <source>No row of the table has a known station, a time and a temperature; check the fields.</source>
        <translation>Aucune ligne de la table n’a une station connue, une heure et une température&#xa0;; vérifiez les champs.</translation>
    </message>
    <message>
        <source>No row of the table names a station of the layer; check both fields of identifiers (first of the table: {table}; first of the layer: {layer}).</source>
        <translation>Aucune ligne de la table ne nomme une station de la couche&#xa0;; vérifiez les deux champs d’identifiants (premier de la table&#xa0;: {table}&#xa0;; premier de la couche&#xa0;: {layer}).</translation>
    </message>
    <message>
        <source>No sign of personal data in {count} columns. Signs are no proof: you know the data.</source>
        <translation>Aucun indice de données personnelles (colonnes examinées&#xa0;: {count}). L’absence d’indices n’est pas une preuve&#xa0;: c’est vous qui connaissez les données.</translation>
    </message>
    <message>
        <source>No station with a place measures {metric}.</source>
        <translation>Aucune station ayant un emplacement ne mesure {metric}.</translation>
    </message>
    <message>
        <source>No street has a score between 0 and 100 in the field {field}; choose another.</source>
        <translation>Aucune rue n’a de score entre 0 et 100 dans le champ {field}&#xa0;; choisissez-en un autre.</translation>
    </message>
    <message>
        <source>No tree canopy is given: trees that are in the surface model shade like walls, the others not at all.</source>
        <translation>Aucune canopée n’est donnée&#xa0;: les arbres qui sont dans le modèle de surface font de l’ombre comme des murs, les autres pas du tout.</translation>
    </message>
    <message>
        <source>No walk meets the sun at that hour.</source>
        <translation>À cette heure, aucun parcours ne passe au soleil.</translation>
    </message>
    <message>
        <source>No weight can be fitted: for every indicator fewer than {least} respondents judged segments that differ by it. Ask each respondent about several different segments.</source>
        <translation>Aucun poids ne peut être calé&#xa0;: pour chaque indicateur, moins de {least} répondants ont jugé des tronçons qui diffèrent par lui. Interrogez chaque répondant sur plusieurs tronçons différents.</translation>
    </message>
    <message>
        <source>No weight of the table is above 0; correct the table or leave it out.</source>
        <translation>Aucun poids de la table n’est supérieur à 0&#xa0;; corrigez la table ou ne la donnez pas.</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>N°</translation>
    </message>
    <message>
        <source>Nobody looked for personal data in {files}: look yourself.</source>
        <translation>Aucune donnée personnelle n’a été cherchée dans {files}&#xa0;: regardez vous-même.</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Nœud</translation>
    </message>
    <message>
        <source>Node itself (a token)</source>
        <translation>Nœud lui-même (jeton)</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>Nœuds</translation>
    </message>
    <message>
        <source>Nodes closer than this are one intersection, such as those of a dual carriageway.</source>
        <translation>Les nœuds plus proches que cela sont un seul carrefour, comme ceux d’une voie à chaussées séparées.</translation>
    </message>
    <message>
        <source>Nodes of the walking network</source>
        <translation>Nœuds du réseau piéton</translation>
    </message>
    <message>
        <source>Noise field (dB(A) Lden)</source>
        <translation>Champ de bruit (dB(A) Lden)</translation>
    </message>
    <message>
        <source>None (today)</source>
        <translation>Aucun (aujourd’hui)</translation>
    </message>
    <message>
        <source>None of the {count} alarms is of this kind.</source>
        <translation>Aucune alarme de ce type, sur {count}.</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normale</translation>
    </message>
    <message>
        <source>North (degrees)</source>
        <translation>Nord (degrés)</translation>
    </message>
    <message>
        <source>Not all stations have an altitude: nothing is corrected for height.</source>
        <translation>Toutes les stations n’ont pas d’altitude&#xa0;: rien n’est corrigé de l’altitude.</translation>
    </message>
    <message>
        <source>Not all that came could be stored: the broker keeps what was not acknowledged.</source>
        <translation>Tout ce qui est arrivé n’a pas pu être stocké&#xa0;: le courtier garde ce qui n’a pas été acquitté.</translation>
    </message>
    <message>
        <source>Not before the next version of the plugin.</source>
        <translation>Pas avant la prochaine version de l’extension.</translation>
    </message>
    <message>
        <source>Not compared, the default weight is kept: {names}.</source>
        <translation>Non comparés, le poids par défaut est gardé&#xa0;: {names}.</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Non connecté</translation>
    </message>
    <message>
        <source>Not identifiable, the default weight is kept: {names}. Fewer than {least} respondents judged segments that differ by them, or they are not known.</source>
        <translation>Non identifiables, le poids par défaut est gardé&#xa0;: {names}. Moins de {least} répondants ont jugé des tronçons qui en diffèrent, ou ils ne sont pas connus.</translation>
    </message>
    <message>
        <source>Not in the layer</source>
        <translation>Absent de la couche</translation>
    </message>
    <message>
        <source>Not published.</source>
        <translation>Non publié.</translation>
    </message>
    <message>
        <source>Not ready to be published</source>
        <translation>Pas prêt à être publié</translation>
    </message>
    <message>
        <source>Not used for the boiler room.</source>
        <translation>Inutilisé pour la chaufferie.</translation>
    </message>
    <message>
        <source>Nothing came in {seconds} s: devices send seldom.</source>
        <translation>Rien n’est venu en {seconds}&#xa0;s&#xa0;: les équipements émettent rarement.</translation>
    </message>
    <message>
        <source>Nothing can be sent from here.</source>
        <translation>Rien ne peut être envoyé d’ici.</translation>
    </message>
    <message>
        <source>Nothing has been sent yet. Read what would change on {server}, then publish.</source>
        <translation>Rien n’a encore été envoyé. Lisez ce qui changerait sur {server}, puis publiez.</translation>
    </message>
    <message>
        <source>Nothing has been sent yet. These {count} messages will go to {url}, with the account chosen for it:</source>
        <translation>Rien n’a encore été envoyé. Ces {count} messages iront à {url}, avec le compte choisi pour lui&#xa0;:</translation>
    </message>
    <message>
        <source>Nothing has been sent yet. This message will go to {url}, with the account chosen for it:</source>
        <translation>Rien n’a encore été envoyé. Ce message ira à {url}, avec le compte choisi pour lui&#xa0;:</translation>
    </message>
    <message>
        <source>Nothing has been sent, and nothing can be yet: {server} lacks what this page tells.</source>
        <translation>Rien n’a été envoyé, et rien ne peut l’être encore&#xa0;: il manque à {server} ce que dit cette page.</translation>
    </message>
    <message>
        <source>Nothing has come from “{name}” yet: devices show as soon as they send.</source>
        <translation>Rien n’est encore venu de «&#xa0;{name}&#xa0;»&#xa0;: les équipements apparaissent dès qu’ils émettent.</translation>
    </message>
    <message>
        <source>Nothing is asked: give an output raster, or points.</source>
        <translation>Rien n’est demandé&#xa0;: donnez un raster de sortie, ou des points.</translation>
    </message>
    <message>
        <source>Nothing is recorded</source>
        <translation>Rien n’est enregistré</translation>
    </message>
    <message>
        <source>Nothing is sent, nothing is written.</source>
        <translation>Rien n’est envoyé, rien n’est écrit.</translation>
    </message>
    <message>
        <source>Nothing is written on the node.</source>
        <translation>Rien n’est écrit sur le nœud.</translation>
    </message>
    <message>
        <source>Nothing is written on the portal.</source>
        <translation>Rien n’est écrit sur le portail.</translation>
    </message>
    <message>
        <source>Nothing is written when an identifier stands twice in the layer or a period is not a positive number: the message lists them. EUIs may be written with dashes, colons or capitals.</source>
        <translation>Rien n’est écrit quand un identifiant figure deux fois dans la couche ou qu’une période n’est pas un nombre positif&#xa0;: le message les énumère. Les EUI peuvent s’écrire avec des tirets, des deux-points ou des majuscules.</translation>
    </message>
    <message>
        <source>Nothing new in the catalogue.</source>
        <translation>Rien de nouveau dans le catalogue.</translation>
    </message>
    <message>
        <source>Nothing of this catalogue is here yet</source>
        <translation>Rien de ce catalogue n’est encore ici</translation>
    </message>
    <message>
        <source>Nothing recorded yet</source>
        <translation>Rien d’enregistré pour l’instant</translation>
    </message>
    <message>
        <source>Nothing was added.</source>
        <translation>Rien n’a été ajouté.</translation>
    </message>
    <message>
        <source>Nothing was measured in this time.</source>
        <translation>Rien n’a été mesuré pendant cette période.</translation>
    </message>
    <message>
        <source>Nothing was published. {cause}</source>
        <translation>Rien n’a été publié. {cause}</translation>
    </message>
    <message>
        <source>Nothing was received in this span of time.</source>
        <translation>Rien n’a été reçu dans cette plage de temps.</translation>
    </message>
    <message>
        <source>Nothing was sent yet; a proof cannot belong to this command.</source>
        <translation>Rien n’a encore été envoyé&#xa0;; une preuve ne peut pas concerner cette commande.</translation>
    </message>
    <message>
        <source>Nothing was sent.</source>
        <translation>Rien n’a été envoyé.</translation>
    </message>
    <message>
        <source>Nothing was sent. It could not be sent now.</source>
        <translation>Rien n’a été envoyé. La commande ne pourrait pas être envoyée maintenant.</translation>
    </message>
    <message>
        <source>Nothing was sent. Run first with DRY_RUN, read what would be sent, then give the DIGEST that it shows as CONSENT.</source>
        <translation>Rien n’a été envoyé. Exécutez d’abord avec DRY_RUN, lisez ce qui serait envoyé, puis donnez comme CONSENT le DIGEST affiché.</translation>
    </message>
    <message>
        <source>Nothing was sent. To confirm until {time}: CONFIRM={code}</source>
        <translation>Rien n’a été envoyé. Pour confirmer jusqu’à {time}&#xa0;: CONFIRM={code}</translation>
    </message>
    <message>
        <source>Nothing was sent: what would be sent is not what was agreed to. The record, the file, the options or what the node has changed since. Run again with DRY_RUN and read what would be sent.</source>
        <translation>Rien n’a été envoyé&#xa0;: ce qui serait envoyé n’est pas ce qui a été accepté. La fiche, le fichier, les options ou ce que contient le nœud ont changé depuis. Relancez avec DRY_RUN et lisez ce qui serait envoyé.</translation>
    </message>
    <message>
        <source>Nothing was sent; run again without DRY_RUN to send this.</source>
        <translation>Rien n’a été envoyé&#xa0;; relancez sans DRY_RUN pour envoyer ceci.</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Number from which the town is drawn.</source>
        <translation>Nombre à partir duquel la ville est générée.</translation>
    </message>
    <message>
        <source>Number of dwellings of the building.</source>
        <translation>Nombre de logements du bâtiment.</translation>
    </message>
    <message>
        <source>Number of fields</source>
        <translation>Nombre de champs</translation>
    </message>
    <message>
        <source>Number of people</source>
        <translation>Nombre d’habitants</translation>
    </message>
    <message>
        <source>Number of storeys; one where it is not known.</source>
        <translation>Nombre d’étages&#xa0;; un seul quand il n’est pas connu.</translation>
    </message>
    <message>
        <source>Numbers from 0 (bad) to 1 (good), or words such as good, bad, yes, no, asphalt, gravel.</source>
        <translation>Nombres de 0 (mauvais) à 1 (bon), ou mots tels que bon, mauvais, oui, non, asphalt, gravel.</translation>
    </message>
    <message>
        <source>Observations</source>
        <translation>Observations</translation>
    </message>
    <message>
        <source>Observations at most</source>
        <translation>Observations au plus</translation>
    </message>
    <message>
        <source>Observations new to the store</source>
        <translation>Observations nouvelles pour la base</translation>
    </message>
    <message>
        <source>Observations of devices over a span of time, as they came or by quarter, hour or day.</source>
        <translation>Observations des équipements sur une plage de temps, telles qu’arrivées ou par quart d’heure, heure ou jour.</translation>
    </message>
    <message>
        <source>Observations of occupancy or of single meters can be personal data: choose devices and metrics before you publish. Each observation is a request of its own; publish hours rather than years.</source>
        <translation>Les observations d’occupation ou de compteurs individuels peuvent être des données personnelles&#xa0;: choisissez les équipements et les grandeurs avant de publier. Chaque observation est une requête à elle seule&#xa0;; publiez des heures plutôt que des années.</translation>
    </message>
    <message>
        <source>Observations read</source>
        <translation>Observations lues</translation>
    </message>
    <message>
        <source>Observations sent, or to be sent</source>
        <translation>Observations envoyées, ou à envoyer</translation>
    </message>
    <message>
        <source>Observations tested</source>
        <translation>Observations testées</translation>
    </message>
    <message>
        <source>Observations that are new</source>
        <translation>Observations nouvelles</translation>
    </message>
    <message>
        <source>Observations written to the store</source>
        <translation>Observations écrites dans la base</translation>
    </message>
    <message>
        <source>Observed</source>
        <translation>Grandeur observée</translation>
    </message>
    <message>
        <source>Observed (°C)</source>
        <translation>Observé (°C)</translation>
    </message>
    <message>
        <source>Observed and predicted heat island</source>
        <translation>Îlot de chaleur observé et prédit</translation>
    </message>
    <message>
        <source>Of a month, for a station to stay.</source>
        <translation>Sur un mois, pour qu’une station reste.</translation>
    </message>
    <message>
        <source>Of each device of a fleet; 0 mixes periods from a minute to a day.</source>
        <translation>De chaque équipement d’un parc&#xa0;; 0 mélange des périodes d’une minute à un jour.</translation>
    </message>
    <message>
        <source>Of each device: messages lost and doubled, gaps, radio margin, time on air, battery.</source>
        <translation>Pour chaque équipement&#xa0;: messages perdus et en double, interruptions, marge radio, temps d’antenne, batterie.</translation>
    </message>
    <message>
        <source>Of each gateway: on-line or not, packets, devices heard, devices that no other hears.</source>
        <translation>Pour chaque passerelle&#xa0;: en ligne ou non, paquets, équipements entendus, équipements qu’aucune autre n’entend.</translation>
    </message>
    <message>
        <source>Of each series; what is beyond is left out and told.</source>
        <translation>Pour chaque série&#xa0;; ce qui dépasse est laissé de côté et signalé.</translation>
    </message>
    <message>
        <source>Of the best quarter of the segments for these respondents, {share} % are in the best quarter of the scores; the default weights find {share0} %, chance 25 %.</source>
        <translation>Du meilleur quart des tronçons pour ces répondants, {share}&#xa0;% sont dans le meilleur quart des notes calculées&#xa0;; les poids par défaut en trouvent {share0}&#xa0;%, le hasard 25&#xa0;%.</translation>
    </message>
    <message>
        <source>Of the device at its network server; empty: as in its last stored message, or in the profile.</source>
        <translation>Celle de l’équipement chez son serveur de réseau&#xa0;; vide&#xa0;: comme dans son dernier message stocké, ou dans le profil.</translation>
    </message>
    <message>
        <source>Of the messages of a fleet; the boiler room speaks ChirpStack 4.</source>
        <translation>Des messages d’un parc&#xa0;; la chaufferie parle ChirpStack 4.</translation>
    </message>
    <message>
        <source>Of the two-sided test against neighbours.</source>
        <translation>Du test bilatéral par rapport aux voisines.</translation>
    </message>
    <message>
        <source>On respondents that the fit has not seen, scores and answers have a rank correlation of {rho}; the default weights have {rho0}.</source>
        <translation>Sur des répondants que le calage n’a pas vus, la corrélation de rang entre notes calculées et réponses est de {rho}&#xa0;; elle est de {rho0} avec les poids par défaut.</translation>
    </message>
    <message>
        <source>On the node</source>
        <translation>Sur le nœud</translation>
    </message>
    <message>
        <source>On {share:.0f} % of the tree canopy the surface model is as high as the trees, which then shade like walls: give a surface model without trees, and a canopy without buildings.</source>
        <translation>Sur {share:.0f}&#xa0;% de la canopée, le modèle de surface est aussi haut que les arbres, qui font alors de l’ombre comme des murs&#xa0;: donnez un modèle de surface sans arbres, et une canopée sans bâtiments.</translation>
    </message>
    <message>
        <source>On: rings; off: each area holds those of smaller budgets.</source>
        <translation>Coché&#xa0;: anneaux&#xa0;; décoché&#xa0;: chaque surface contient celles des budgets plus petits.</translation>
    </message>
    <message>
        <source>On: to or from the nearest origin. Off: each origin has its own lines and areas, which may overlap.</source>
        <translation>Coché&#xa0;: vers ou depuis l’origine la plus proche. Décoché&#xa0;: chaque origine a ses lignes et ses surfaces, qui peuvent se recouvrir.</translation>
    </message>
    <message>
        <source>One area per budget, and per origin when they are not together.</source>
        <translation>Une surface par budget, et par origine quand elles ne sont pas ensemble.</translation>
    </message>
    <message>
        <source>One band per class and radius, named like class2_600m, of shares between 0 and 1; the heat-island map takes the raster as it is. The mean of the height of buildings, 0 elsewhere, is the built volume per square metre. Points receive fields of the same names, computed around their exact place.</source>
        <translation>Une bande par classe et par rayon, nommée comme class2_600m, de parts entre 0 et 1&#xa0;; la carte de l’îlot de chaleur prend le raster tel quel. La moyenne de la hauteur du bâti, 0 ailleurs, est le volume bâti par mètre carré. Les points reçoivent des champs de mêmes noms, calculés autour de leur position exacte.</translation>
    </message>
    <message>
        <source>One field is still to be filled in or mended.</source>
        <translation>Un champ reste à remplir ou à corriger.</translation>
    </message>
    <message>
        <source>One line per route, by destination, then origin, then from the shortest to the coolest.</source>
        <translation>Une ligne par parcours, par destination, puis par origine, puis du plus court au plus frais.</translation>
    </message>
    <message>
        <source>One line per route, from the shortest to the coolest.</source>
        <translation>Une ligne par parcours, du plus court au plus frais.</translation>
    </message>
    <message>
        <source>One of my &amp;projects</source>
        <translation>Un de mes &amp;projets</translation>
    </message>
    <message>
        <source>One of the files or services is empty (null); it was left out.</source>
        <translation>L’un des fichiers ou services est vide (null)&#xa0;; il a été ignoré.</translation>
    </message>
    <message>
        <source>One page to print: the map of a walk, its sun and shade, and its streets one after the other.</source>
        <translation>Une page à imprimer&#xa0;: la carte d’une marche, son soleil et son ombre, et ses rues l’une après l’autre.</translation>
    </message>
    <message>
        <source>One point for each station, with the share of its values that each step kept.</source>
        <translation>Un point par station, avec la part de ses valeurs que chaque étape a gardée.</translation>
    </message>
    <message>
        <source>One point per temperature station, references included.</source>
        <translation>Un point par station de température, références comprises.</translation>
    </message>
    <message>
        <source>One record, or a list of several; an existing file is replaced once the new one is complete.</source>
        <translation>Une fiche, ou une liste s’il y en a plusieurs&#xa0;; un fichier existant est remplacé une fois le nouveau complet.</translation>
    </message>
    <message>
        <source>One rectangle per dataset, in longitude and latitude (EPSG:4326).</source>
        <translation>Un rectangle par jeu de données, en longitude et latitude (EPSG:4326).</translation>
    </message>
    <message>
        <source>One request on {url}.</source>
        <translation>Une demande sur {url}.</translation>
    </message>
    <message>
        <source>One row for each change of an alarm.</source>
        <translation>Une ligne pour chaque changement d’une alarme.</translation>
    </message>
    <message>
        <source>One row for each line of the span.</source>
        <translation>Une ligne de table pour chaque ligne de la période.</translation>
    </message>
    <message>
        <source>One row for each observation that is suspect or failed, with the tests that it did not pass.</source>
        <translation>Une ligne par observation suspecte ou en échec, avec les tests qu’elle n’a pas passés.</translation>
    </message>
    <message>
        <source>One row for each sensor; one without a place has no point.</source>
        <translation>Une ligne par capteur&#xa0;; un capteur sans emplacement n’a pas de point.</translation>
    </message>
    <message>
        <source>One row for each series.</source>
        <translation>Une ligne par série.</translation>
    </message>
    <message>
        <source>One row for each, with the first step that dropped it.</source>
        <translation>Une ligne pour chacune, avec la première étape qui l’a écartée.</translation>
    </message>
    <message>
        <source>One row per station and time, every hour or more often.</source>
        <translation>Une ligne par station et par instant, chaque heure ou plus souvent.</translation>
    </message>
    <message>
        <source>One sentence: portals search words in it and in the title.</source>
        <translation>Une phrase&#xa0;: les portails y cherchent des mots, ainsi que dans le titre.</translation>
    </message>
    <message>
        <source>Only a latched alarm that was acknowledged and whose cause is over is reset.</source>
        <translation>Seule une alarme mémorisée, acquittée et dont la cause a disparu, se réinitialise.</translation>
    </message>
    <message>
        <source>Only datasets that touch what the map shows</source>
        <translation>Seulement les jeux de données qui touchent ce que montre la carte</translation>
    </message>
    <message>
        <source>Only datastreams whose thing stands in it; empty for every place.</source>
        <translation>Seulement les flux de données dont l’objet s’y trouve&#xa0;; vide pour tous les lieux.</translation>
    </message>
    <message>
        <source>Only features of a WFS whose box touches this extent; empty for all.</source>
        <translation>Seulement les entités d’un WFS dont la boîte englobante touche cette emprise&#xa0;; vide pour toutes.</translation>
    </message>
    <message>
        <source>Only features that meet it are kept; empty takes everything.</source>
        <translation>Seules les entités qui l’intersectent sont conservées&#xa0;; vide prend tout.</translation>
    </message>
    <message>
        <source>Only for restricted data and requests. QGIS keeps the password; this panel only its identifier.</source>
        <translation>Seulement pour les données restreintes et les demandes. Le mot de passe reste dans QGIS.</translation>
    </message>
    <message>
        <source>Only show what would be sent</source>
        <translation>Montrer seulement ce qui serait envoyé</translation>
    </message>
    <message>
        <source>Only tells what would be sent.</source>
        <translation>Dit seulement ce qui serait envoyé.</translation>
    </message>
    <message>
        <source>Only tells what would be written and deleted.</source>
        <translation>Dit seulement ce qui serait écrit et supprimé.</translation>
    </message>
    <message>
        <source>Only the node that created the record may change it.</source>
        <translation>Seul le nœud qui a créé la fiche peut la modifier.</translation>
    </message>
    <message>
        <source>Only those in alarm</source>
        <translation>Seulement ceux en alarme</translation>
    </message>
    <message>
        <source>Only ways for wheelchairs</source>
        <translation>Chemins accessibles en fauteuil seulement</translation>
    </message>
    <message>
        <source>Only what is in the local catalogue</source>
        <translation>Seulement ce qui est dans le catalogue local</translation>
    </message>
    <message>
        <source>Only what the map shows</source>
        <translation>Seulement ce que montre la carte</translation>
    </message>
    <message>
        <source>Only {share:.0f} % of route {rank} lies on the network: its streets are left out. Give the network on which it was searched.</source>
        <translation>Seuls {share:.0f}&#xa0;% du parcours {rank} se trouvent sur le réseau&#xa0;: ses rues sont omises. Donnez le réseau sur lequel il a été cherché.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Ouvert</translation>
    </message>
    <message>
        <source>Open QGIS’s message log</source>
        <translation>Ouvrir le journal des messages de QGIS</translation>
    </message>
    <message>
        <source>Open a store</source>
        <translation>Ouvrir une base</translation>
    </message>
    <message>
        <source>Open in the Processing toolbox</source>
        <translation>Ouvrir dans la boîte à outils de traitements</translation>
    </message>
    <message>
        <source>Open the &amp;guide</source>
        <translation>Ouvrir le &amp;guide</translation>
    </message>
    <message>
        <source>Open the file and add it to the map (Return)</source>
        <translation>Ouvrir le fichier et l’ajouter à la carte (Entrée)</translation>
    </message>
    <message>
        <source>Open the files as layers</source>
        <translation>Ouvrir les fichiers comme couches</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Ouvrir le dossier</translation>
    </message>
    <message>
        <source>Open the folder of the file (Ctrl+O)</source>
        <translation>Ouvrir le dossier du fichier (Ctrl+O)</translation>
    </message>
    <message>
        <source>Open the layers on the map</source>
        <translation>Ouvrir les couches sur la carte</translation>
    </message>
    <message>
        <source>Open the page of the dataset in the browser</source>
        <translation>Ouvrir la page du jeu de données dans le navigateur</translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation>Ouvrir {name}</translation>
    </message>
    <message>
        <source>Opening hours</source>
        <translation>Horaires d’ouverture</translation>
    </message>
    <message>
        <source>Opening hours are those of OpenStreetMap (Mo-Fr 08:00-18:00; PH off) or schema.org, with the public holidays of the country. Hours that are missing or cannot be read are counted, and the place is open or closed as you choose. With the heat counted, a minute in the sun weighs more, and all arrive at the hour given.</source>
        <translation>Les horaires sont ceux d’OpenStreetMap (Mo-Fr 08:00-18:00; PH off) ou de schema.org, avec les jours fériés du pays. Les horaires absents ou illisibles sont comptés, et le lieu est ouvert ou fermé selon votre choix. Quand la chaleur compte, une minute au soleil pèse plus, et tous arrivent à l’heure donnée.</translation>
    </message>
    <message>
        <source>Opens the QGIS algorithm that makes a copy of the layer without them; then choose that copy above.</source>
        <translation>Ouvre le traitement de QGIS qui fait une copie de la couche sans elles&#xa0;; choisissez ensuite cette copie ci-dessus.</translation>
    </message>
    <message>
        <source>Or say why they ma&amp;y be published</source>
        <translation>Ou &amp;justifier leur publication</translation>
    </message>
    <message>
        <source>Or the field of the stations that says which are references: yes, 1, true or reference.</source>
        <translation>Ou le champ des stations qui dit lesquelles sont des références&#xa0;: oui, 1, vrai ou reference.</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Ordre</translation>
    </message>
    <message>
        <source>Order of the list</source>
        <translation>Ordre de la liste</translation>
    </message>
    <message>
        <source>Order: {name}</source>
        <translation>Ordre&#xa0;: {name}</translation>
    </message>
    <message>
        <source>Organisation that produces the data, as the node calls it.</source>
        <translation>Organisation qui produit les données, sous le nom que lui donne le nœud.</translation>
    </message>
    <message>
        <source>Origin and remarks</source>
        <translation>Origine et remarques</translation>
    </message>
    <message>
        <source>Origins</source>
        <translation>Origines</translation>
    </message>
    <message>
        <source>Origins farther from the network than this are left out and counted.</source>
        <translation>Les origines plus éloignées du réseau sont écartées et comptées.</translation>
    </message>
    <message>
        <source>Origins on the network</source>
        <translation>Origines sur le réseau</translation>
    </message>
    <message>
        <source>Other actions on the chosen alarms</source>
        <translation>Autres actions sur les alarmes choisies</translation>
    </message>
    <message>
        <source>Other conditions and origin</source>
        <translation>Autres conditions et origine</translation>
    </message>
    <message>
        <source>Other predictors</source>
        <translation>Autres prédicteurs</translation>
    </message>
    <message>
        <source>Otherwise a file that is there already is kept if it is the very one announced, else the run fails.</source>
        <translation>Sinon, un fichier déjà présent est gardé si c’est bien celui annoncé&#xa0;; autrement l’exécution échoue.</translation>
    </message>
    <message>
        <source>Out of service</source>
        <translation>Hors service</translation>
    </message>
    <message>
        <source>Output of the algorithm that computes shade on a walking network.</source>
        <translation>Sortie de l’algorithme «&#xa0;Ombre sur le réseau&#xa0;».</translation>
    </message>
    <message>
        <source>Output of the cool route algorithm; the shortest of its routes is the one compared with.</source>
        <translation>Résultat de l’algorithme de parcours fraîcheur&#xa0;; le plus court de ses parcours sert de comparaison.</translation>
    </message>
    <message>
        <source>Output of the walkability score, with its fields v_…; not needed for ahp.</source>
        <translation>Résultat de la note de marchabilité, avec ses champs v_…&#xa0;; inutile pour ahp.</translation>
    </message>
    <message>
        <source>Over, not acknowledged</source>
        <translation>Terminée, non acquittée</translation>
    </message>
    <message>
        <source>Over, to be reset</source>
        <translation>Terminée, à réinitialiser</translation>
    </message>
    <message>
        <source>PDF &amp;sheet…</source>
        <translation>&amp;Fiche PDF…</translation>
    </message>
    <message>
        <source>PDF files (*.pdf)</source>
        <translation>Fichiers PDF (*.pdf)</translation>
    </message>
    <message>
        <source>PDF files (*.pdf);;PNG pictures (*.png)</source>
        <translation>Fichiers PDF (*.pdf);;Images PNG (*.png)</translation>
    </message>
    <message>
        <source>Page of results</source>
        <translation>Page de résultats</translation>
    </message>
    <message>
        <source>Page that says where each layer comes from, what was left out and what was set by rule.</source>
        <translation>Page qui dit d’où vient chaque couche, ce qui a été écarté et ce qui a été fixé par règle.</translation>
    </message>
    <message>
        <source>Page to read or print; an existing one is replaced once the new one is complete.</source>
        <translation>Page à lire ou à imprimer&#xa0;; une page existante est remplacée une fois la nouvelle complète.</translation>
    </message>
    <message>
        <source>Page to read; an existing one is replaced once the new one is complete.</source>
        <translation>Page à lire&#xa0;; une page existante est remplacée une fois la nouvelle complète.</translation>
    </message>
    <message>
        <source>Page with the equation, the errors, the pictures and the verdict on kriging.</source>
        <translation>Page avec l’équation, les erreurs, les graphiques et le verdict sur le krigeage.</translation>
    </message>
    <message>
        <source>Page with the weights, their intervals and the quality of the fit.</source>
        <translation>Page avec les poids, leurs intervalles et la qualité du calage.</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>Paires</translation>
    </message>
    <message>
        <source>Pairs are all origins with all destinations, those that hold the same value in a field, or each origin with the destination at the shortest walk. For each pair, shortest_and_coolest gives the two ends of the good compromises, front gives all of them, and coolest the best walk for the weight of a metre in the sun, which is the fastest to compute.</source>
        <translation>Les paires sont toutes les origines avec toutes les destinations, celles qui portent la même valeur dans un champ, ou chaque origine avec la destination la plus proche à pied. Pour chaque paire, shortest_and_coolest donne les deux extrémités des bons compromis, front les donne tous, et coolest la meilleure marche pour le poids d’un mètre au soleil, ce qui est le plus rapide à calculer.</translation>
    </message>
    <message>
        <source>Pairs asked for</source>
        <translation>Paires demandées</translation>
    </message>
    <message>
        <source>Pairs by field need a field of the origins and one of the destinations; choose both, or other pairs.</source>
        <translation>Les paires selon un champ demandent un champ des origines et un des destinations&#xa0;; choisissez les deux, ou d’autres paires.</translation>
    </message>
    <message>
        <source>Pairs with a route</source>
        <translation>Paires avec un parcours</translation>
    </message>
    <message>
        <source>Pairs without route</source>
        <translation>Paires sans parcours</translation>
    </message>
    <message>
        <source>Parks and squares</source>
        <translation>Parcs et squares</translation>
    </message>
    <message>
        <source>Parks and squares by the share of their ground under trees: very shaded, partly shaded or hot.</source>
        <translation>Parcs et squares selon la part de leur sol sous les arbres&#xa0;: très ombragés, partiellement ombragés ou chauds.</translation>
    </message>
    <message>
        <source>Partly shaded places</source>
        <translation>Lieux partiellement ombragés</translation>
    </message>
    <message>
        <source>Parts in the index (of 4)</source>
        <translation>Composantes de l’indice (sur 4)</translation>
    </message>
    <message>
        <source>Parts: inter_km2, intersections of three streets or more per square kilometre; dens, dwellings (or inhabitants) per hectare of residential land, or of the zone without land use; retail, floor area of shops over the land they stand on, or over the zone; mix, from 0 for one use to 1 for equal areas.</source>
        <translation>Composantes&#xa0;: inter_km2, carrefours de trois rues ou plus par kilomètre carré&#xa0;; dens, logements (ou habitants) par hectare de terrain résidentiel, ou de zone sans occupation du sol&#xa0;; retail, surface de plancher des commerces rapportée à leur terrain, ou à la zone&#xa0;; mix, de 0 pour un seul usage à 1 pour des surfaces égales.</translation>
    </message>
    <message>
        <source>Path of a file, or address that begins with http:// or https://, such as that of a CSW service.</source>
        <translation>Chemin d’un fichier, ou adresse qui commence par http:// ou https://, comme celle d’un service CSW.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Pause; what came is kept (Space)</source>
        <translation>Mettre en pause&#xa0;; ce qui est reçu est conservé (Espace)</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pause</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Habitants</translation>
    </message>
    <message>
        <source>People within 300 m (%)</source>
        <translation>Habitants à 300 m au plus (%)</translation>
    </message>
    <message>
        <source>People within the longest walk (%)</source>
        <translation>Habitants à la durée maximale de marche au plus (%)</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Période</translation>
    </message>
    <message>
        <source>Period of all devices (s)</source>
        <translation>Période de tous les équipements (s)</translation>
    </message>
    <message>
        <source>Personal data</source>
        <translation>Données personnelles</translation>
    </message>
    <message>
        <source>Personal data could not be looked for in {files}. Publish a file that can be opened, or write in at least {length} characters why it may be published.</source>
        <translation>Les données personnelles n’ont pas pu être cherchées dans {files}. Publiez un fichier qui peut être ouvert, ou écrivez en au moins {length} caractères pourquoi il peut être publié.</translation>
    </message>
    <message>
        <source>Personal data: the file is opened and its columns are searched. A file with e-mail addresses, telephone numbers, names and the like is refused, unless the record says that the data are sensitive and restricted, or a JUSTIFICATION says why they may be published. Sensitive data with an open access (ERR-306) are always refused.</source>
        <translation>Données personnelles&#xa0;: le fichier est ouvert et ses colonnes sont examinées. Un fichier qui contient des adresses électroniques, des numéros de téléphone, des noms ou autres est refusé, sauf si la fiche dit que les données sont sensibles et restreintes, ou si une JUSTIFICATION dit pourquoi elles peuvent être publiées. Des données sensibles en accès ouvert (ERR-306) sont toujours refusées.</translation>
    </message>
    <message>
        <source>Pick a start and an end, then find the routes.</source>
        <translation>Choisissez un départ et une arrivée, puis trouvez les parcours.</translation>
    </message>
    <message>
        <source>Pick the end on the map</source>
        <translation>Choisir l’arrivée sur la carte</translation>
    </message>
    <message>
        <source>Pick the end on the map, or type its coordinates.</source>
        <translation>Choisissez l’arrivée sur la carte, ou saisissez ses coordonnées.</translation>
    </message>
    <message>
        <source>Pick the start on the map</source>
        <translation>Choisir le départ sur la carte</translation>
    </message>
    <message>
        <source>Pick the start on the map, or type its coordinates.</source>
        <translation>Choisissez le départ sur la carte, ou saisissez ses coordonnées.</translation>
    </message>
    <message>
        <source>Picture of a dataset</source>
        <translation>Image d’un jeu de données</translation>
    </message>
    <message>
        <source>Picture of the dataset, by {host}</source>
        <translation>Image du jeu de données, par {host}</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Graphiques</translation>
    </message>
    <message>
        <source>Pictures of datasets</source>
        <translation>Images des jeux de données</translation>
    </message>
    <message>
        <source>Pieces of streets with the cost at both ends; they keep the fields of the network.</source>
        <translation>Morceaux de rues avec le coût aux deux bouts&#xa0;; ils gardent les champs du réseau.</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Lieu</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>Lieux</translation>
    </message>
    <message>
        <source>Places along an edge where the sun is read; each edge has at least two.</source>
        <translation>Points le long d’un arc où le soleil est relevé&#xa0;; chaque arc en a au moins deux.</translation>
    </message>
    <message>
        <source>Places and people farther from the network than this are not joined to it, and counted.</source>
        <translation>Les lieux et les habitants plus éloignés du réseau ne lui sont pas rattachés, et sont comptés.</translation>
    </message>
    <message>
        <source>Places around which the shares are computed as well, such as temperature stations.</source>
        <translation>Lieux autour desquels les parts sont aussi calculées, comme des stations de température.</translation>
    </message>
    <message>
        <source>Places closed</source>
        <translation>Lieux fermés</translation>
    </message>
    <message>
        <source>Places open</source>
        <translation>Lieux ouverts</translation>
    </message>
    <message>
        <source>Places too far from the network</source>
        <translation>Lieux trop loin du réseau</translation>
    </message>
    <message>
        <source>Places whose hours are not known</source>
        <translation>Lieux aux horaires inconnus</translation>
    </message>
    <message>
        <source>Places whose hours are not known count as</source>
        <translation>Les lieux aux horaires inconnus sont (open&#xa0;: ouverts&#xa0;; closed&#xa0;: fermés)</translation>
    </message>
    <message>
        <source>Places without data</source>
        <translation>Lieux sans donnée</translation>
    </message>
    <message>
        <source>Point at which to compute; leave empty to take the centre of the layer.</source>
        <translation>Point où calculer&#xa0;; laissez vide pour prendre le centre de la couche.</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Points</translation>
    </message>
    <message>
        <source>Points (dwellings) are served by their nearest street; polygons (blocks, cells) by the streets inside, people spread evenly along them.</source>
        <translation>Les points (logements) sont desservis par leur rue la plus proche&#xa0;; les polygones (îlots, carreaux) par les rues qu’ils contiennent, les habitants étant répartis également le long de celles-ci.</translation>
    </message>
    <message>
        <source>Points and rows that have no counterpart, with the reason.</source>
        <translation>Points et lignes sans correspondance, avec la raison.</translation>
    </message>
    <message>
        <source>Points are joined to the network by the nearest edge; the way to it is not counted.</source>
        <translation>Les points sont rattachés à l’arc le plus proche du réseau&#xa0;; le chemin jusqu’à lui n’est pas compté.</translation>
    </message>
    <message>
        <source>Points farther from the network than this have no route and are listed.</source>
        <translation>Les points plus loin du réseau que cela n’ont pas de parcours et sont listés.</translation>
    </message>
    <message>
        <source>Points or a table, one row for each observation or for each device and time.</source>
        <translation>Points ou table, une ligne par observation ou par équipement et par instant.</translation>
    </message>
    <message>
        <source>Points or polygons, such as the output of the class of cool places.</source>
        <translation>Points ou polygones, comme le résultat du classement des lieux frais.</translation>
    </message>
    <message>
        <source>Points that walks begin at: stops, schools, entrances.</source>
        <translation>Points d’où partent les marches&#xa0;: arrêts, écoles, entrées.</translation>
    </message>
    <message>
        <source>Points where edges meet, with the number of edges and the connected part.</source>
        <translation>Points où les arcs se rejoignent, avec le nombre d’arcs et la partie connexe.</translation>
    </message>
    <message>
        <source>Points where walks begin.</source>
        <translation>Points d’où partent les marches.</translation>
    </message>
    <message>
        <source>Points where walks end.</source>
        <translation>Points où arrivent les marches.</translation>
    </message>
    <message>
        <source>Points with benches, drinking fountains, toilets and crossings, reached along the network.</source>
        <translation>Points des bancs, points d’eau potable, toilettes et traversées, atteints le long du réseau.</translation>
    </message>
    <message>
        <source>Points with shares</source>
        <translation>Points avec les parts</translation>
    </message>
    <message>
        <source>Points with the same value are entrances of one origin; without it each point is an origin.</source>
        <translation>Les points de même valeur sont les entrées d’une même origine&#xa0;; sans ce champ, chaque point est une origine.</translation>
    </message>
    <message>
        <source>Points without data</source>
        <translation>Points sans donnée</translation>
    </message>
    <message>
        <source>Points, one for each datastream, with what was read of it.</source>
        <translation>Points, un par flux de données, avec ce qui en a été lu.</translation>
    </message>
    <message>
        <source>Points, one for each device, with its state and latest values.</source>
        <translation>Points, un par équipement, avec son état et ses dernières valeurs.</translation>
    </message>
    <message>
        <source>Points, one for each device.</source>
        <translation>Points, un par équipement.</translation>
    </message>
    <message>
        <source>Points, one for each gateway.</source>
        <translation>Points, un par passerelle.</translation>
    </message>
    <message>
        <source>Polygons of land use that do not overlap, for the mix, the residential and the retail land.</source>
        <translation>Polygones d’occupation du sol qui ne se recouvrent pas, pour la mixité, le terrain résidentiel et le terrain commercial.</translation>
    </message>
    <message>
        <source>Polygons to class.</source>
        <translation>Polygones à classer.</translation>
    </message>
    <message>
        <source>Popularity field (points)</source>
        <translation>Champ de fréquentation (points)</translation>
    </message>
    <message>
        <source>Population</source>
        <translation>Population</translation>
    </message>
    <message>
        <source>Population of the respondents</source>
        <translation>Population des répondants</translation>
    </message>
    <message>
        <source>Population of the survey</source>
        <translation>Population de l’enquête</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Portal</source>
        <translation>Portail</translation>
    </message>
    <message>
        <source>PostgreSQL does not answer: {reason}</source>
        <translation>PostgreSQL ne répond pas&#xa0;: {reason}</translation>
    </message>
    <message>
        <source>Posture</source>
        <translation>Posture</translation>
    </message>
    <message>
        <source>Pr&amp;oducer</source>
        <translation>Pr&amp;oducteur</translation>
    </message>
    <message>
        <source>Predicted from the other stations by</source>
        <translation>Prédit à partir des autres stations par</translation>
    </message>
    <message>
        <source>Predicted without the station (°C)</source>
        <translation>Prédit sans la station (°C)</translation>
    </message>
    <message>
        <source>Predictors</source>
        <translation>Prédicteurs</translation>
    </message>
    <message>
        <source>Predictors at most</source>
        <translation>Prédicteurs au plus</translation>
    </message>
    <message>
        <source>Predictors chosen</source>
        <translation>Prédicteurs choisis</translation>
    </message>
    <message>
        <source>Prepare a territory</source>
        <translation>Préparer un territoire</translation>
    </message>
    <message>
        <source>Prepared territory</source>
        <translation>Territoire préparé</translation>
    </message>
    <message>
        <source>Priorities</source>
        <translation>Priorités</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Priorité</translation>
    </message>
    <message>
        <source>Producer</source>
        <translation>Producteur</translation>
    </message>
    <message>
        <source>Producers</source>
        <translation>Producteurs</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>Profile of the broker</source>
        <translation>Profil du courtier</translation>
    </message>
    <message>
        <source>Profile written: {path}</source>
        <translation>Profil écrit&#xa0;: {path}</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progression</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projet</translation>
    </message>
    <message>
        <source>Proof</source>
        <translation>Preuve</translation>
    </message>
    <message>
        <source>Proof: the broker took it (SENT), the network queued and transmitted it (QUEUED, TRANSMITTED), the radio of the device acknowledged it (ACKED), the device itself reports the value (VERIFIED). An acknowledgement does not prove that a valve moved. What is not known is UNKNOWN, never done, and the run then fails with a sentence. Each step is a line of the record of commands, chained by hashes.</source>
        <translation>Preuve&#xa0;: le courtier l’a prise (SENT), le réseau l’a mise en file et transmise (QUEUED, TRANSMITTED), la radio de l’équipement l’a acquittée (ACKED), l’équipement lui-même rapporte la valeur (VERIFIED). Un acquittement ne prouve pas qu’une vanne a bougé. Ce qui n’est pas connu est UNKNOWN, jamais fait, et l’exécution échoue alors avec une phrase. Chaque étape est une ligne du journal des commandes, chaînée par des empreintes.</translation>
    </message>
    <message>
        <source>Proofs</source>
        <translation>Preuves</translation>
    </message>
    <message>
        <source>Proofs (JSON)</source>
        <translation>Preuves (JSON)</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>Publier</translation>
    </message>
    <message>
        <source>Publish a dataset</source>
        <translation>Publier un jeu de données</translation>
    </message>
    <message>
        <source>Publish another &amp;layer</source>
        <translation>Publier une autre &amp;couche</translation>
    </message>
    <message>
        <source>Publish it &amp;as</source>
        <translation>Publier &amp;comme</translation>
    </message>
    <message>
        <source>Publish on RUDI…</source>
        <translation>Publier sur RUDI…</translation>
    </message>
    <message>
        <source>Publish the current layer…</source>
        <translation>Publier la couche courante…</translation>
    </message>
    <message>
        <source>Publish the dataset</source>
        <translation>Publier le jeu de données</translation>
    </message>
    <message>
        <source>Publish thro&amp;ugh</source>
        <translation>Publier &amp;par</translation>
    </message>
    <message>
        <source>Publish through</source>
        <translation>Publier par</translation>
    </message>
    <message>
        <source>Publish to SensorThings</source>
        <translation>Publier vers SensorThings</translation>
    </message>
    <message>
        <source>Publish “{title}” on {server}? Anyone will see its record and may take the data.</source>
        <translation>Publier «&#xa0;{title}&#xa0;» sur {server}&#xa0;? Tout le monde verra sa fiche et pourra prendre les données.</translation>
    </message>
    <message>
        <source>Publish “{title}” on {server}? Anyone will see its record; the data will be given on request.</source>
        <translation>Publier «&#xa0;{title}&#xa0;» sur {server}&#xa0;? Tout le monde verra sa fiche&#xa0;; les données seront données sur demande.</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Publication</translation>
    </message>
    <message>
        <source>Published on {server}.</source>
        <translation>Publié sur {server}.</translation>
    </message>
    <message>
        <source>Published.</source>
        <translation>Publié.</translation>
    </message>
    <message>
        <source>Publishes a record, and the file that it describes, on a RUDI node: through its manager with a login, or in its back office with a token. The first run only reads: it shows what is new, changed and kept, and gives a DIGEST. Run again without DRY_RUN, with this text as CONSENT: what was shown is sent, and nothing else. When anything changed in between, nothing is sent.</source>
        <translation>Publie une fiche, et le fichier qu’elle décrit, sur un nœud RUDI&#xa0;: par son gestionnaire avec un identifiant et un mot de passe, ou par son API d’administration avec un jeton. La première exécution ne fait que lire&#xa0;: elle montre ce qui est nouveau, changé et gardé, et donne un DIGEST. Relancez sans DRY_RUN, avec ce texte comme CONSENT&#xa0;: ce qui a été montré est envoyé, et rien d’autre. Si quelque chose a changé entre-temps, rien n’est envoyé.</translation>
    </message>
    <message>
        <source>Publishing on {server}…</source>
        <translation>Publication sur {server}…</translation>
    </message>
    <message>
        <source>Put &amp;back into service</source>
        <translation>Re&amp;mettre en service</translation>
    </message>
    <message>
        <source>Puts the observations of a store into buckets of a quarter of an hour, an hour and a day (UTC): mean, extremes, last value, number of values and flag. Values that quality control failed are left out. Then deletes what is older than its retention, in pieces that leave a running recorder its turn.</source>
        <translation>Agrège les observations d’une base par tranches d’un quart d’heure, d’une heure et d’un jour (UTC)&#xa0;: moyenne, extrêmes, dernière valeur, nombre de valeurs et drapeau. Les valeurs rejetées par le contrôle qualité sont laissées de côté. Supprime ensuite ce qui dépasse sa durée de conservation, par morceaux qui laissent son tour à un enregistreur en marche.</translation>
    </message>
    <message>
        <source>Python packages of City Orchestra</source>
        <translation>Paquets Python de City Orchestra</translation>
    </message>
    <message>
        <source>QGIS cannot open the layer “{layer}” of the {kind} {url}: {reason}. Try again later, or tell its producer.</source>
        <translation>QGIS ne peut pas ouvrir la couche «&#xa0;{layer}&#xa0;» du {kind} {url}&#xa0;: {reason}. Réessayez plus tard, ou prévenez son producteur.</translation>
    </message>
    <message>
        <source>QGIS cannot open the layer “{layer}” of the {kind} {url}; the service may not have it. Tell its producer.</source>
        <translation>QGIS ne peut pas ouvrir la couche «&#xa0;{layer}&#xa0;» du {kind} {url}&#xa0;; le service ne l’a peut-être pas. Prévenez son producteur.</translation>
    </message>
    <message>
        <source>QGIS cannot show a service of the kind “{kind}”; look at its documentation.</source>
        <translation>QGIS ne sait pas montrer un service de type «&#xa0;{kind}&#xa0;»&#xa0;; voyez sa documentation.</translation>
    </message>
    <message>
        <source>QGIS keeps the password or the certificate; this plugin only its identifier.</source>
        <translation>QGIS garde le mot de passe ou le certificat&#xa0;; cette extension n’en garde que l’identifiant.</translation>
    </message>
    <message>
        <source>QGIS’s authentication manager is disabled: {cause}.</source>
        <translation>Le gestionnaire d’authentification de QGIS est désactivé&#xa0;: {cause}.</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualité</translation>
    </message>
    <message>
        <source>Quality control of sensors</source>
        <translation>Contrôle qualité des capteurs</translation>
    </message>
    <message>
        <source>Quality figures</source>
        <translation>Chiffres de qualité</translation>
    </message>
    <message>
        <source>Quality of series</source>
        <translation>Qualité des séries</translation>
    </message>
    <message>
        <source>Quality of service</source>
        <translation>Qualité de service</translation>
    </message>
    <message>
        <source>Quality sheet</source>
        <translation>Fiche de qualité</translation>
    </message>
    <message>
        <source>Quantities of metrics</source>
        <translation>Grandeurs des grandeurs</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>Quantité</translation>
    </message>
    <message>
        <source>Quote the error of the whole chain: everything is done again without each station. The error at the stations that drew the map is not given and should not be read in other maps: kriging passes through or near them, so that figure tends to the noise of the sensors whatever the map is worth elsewhere.</source>
        <translation>Citez l’erreur de la chaîne complète&#xa0;: tout est refait sans chaque station. L’erreur aux stations qui ont tracé la carte n’est pas donnée et ne doit pas être lue dans d’autres cartes&#xa0;: le krigeage passe par elles ou tout près, si bien que ce chiffre tend vers le bruit des capteurs, quoi que vaille la carte ailleurs.</translation>
    </message>
    <message>
        <source>REF must be buddies or one device that measures the metric; “{text}” names {count}.</source>
        <translation>REF doit être buddies ou un seul équipement qui mesure la grandeur&#xa0;; «&#xa0;{text}&#xa0;» en désigne {count}.</translation>
    </message>
    <message>
        <source>RMSE (°C)</source>
        <translation>RMSE (°C)</translation>
    </message>
    <message>
        <source>RUDI catalogue</source>
        <translation>Catalogue RUDI</translation>
    </message>
    <message>
        <source>RUDI node</source>
        <translation>Nœud RUDI</translation>
    </message>
    <message>
        <source>RUDI node, version {version}.</source>
        <translation>Nœud RUDI, version {version}.</translation>
    </message>
    <message>
        <source>RUDI portal</source>
        <translation>Portail RUDI</translation>
    </message>
    <message>
        <source>RUDI records</source>
        <translation>Fiches RUDI</translation>
    </message>
    <message>
        <source>RUDI records as GeoDCAT-AP, ISO 19139, QGIS metadata, data package or schema.org.</source>
        <translation>Fiches RUDI en GeoDCAT-AP, ISO 19139, métadonnées QGIS, paquet de données ou schema.org.</translation>
    </message>
    <message>
        <source>Radii (m)</source>
        <translation>Rayons (m)</translation>
    </message>
    <message>
        <source>Radii of the discs in metres, separated by commas; none smaller than a cell of the raster.</source>
        <translation>Rayons des disques en mètres, séparés par des virgules&#xa0;; aucun plus petit qu’une cellule du raster.</translation>
    </message>
    <message>
        <source>Radii of the discs in metres, separated by commas; one is chosen for each class.</source>
        <translation>Rayons des disques en mètres, séparés par des virgules&#xa0;; un seul est choisi pour chaque classe.</translation>
    </message>
    <message>
        <source>Radius of neighbours (m)</source>
        <translation>Rayon des voisins (m)</translation>
    </message>
    <message>
        <source>Rank as in the table of routes: 1 is the shortest.</source>
        <translation>Rang comme dans la table des parcours&#xa0;: 1 est le plus court.</translation>
    </message>
    <message>
        <source>Rank correlation on held-out respondents</source>
        <translation>Corrélation de rang sur des répondants mis de côté</translation>
    </message>
    <message>
        <source>Rank of the route</source>
        <translation>Rang du parcours</translation>
    </message>
    <message>
        <source>Rank of the route (0: the coolest)</source>
        <translation>Rang du parcours (0&#xa0;: le plus frais)</translation>
    </message>
    <message>
        <source>Rank: 1 is the shortest; each next one is longer and cooler.</source>
        <translation>Rang&#xa0;: 1 est le plus court&#xa0;; chaque suivant est plus long et plus frais.</translation>
    </message>
    <message>
        <source>Raster of classes (whole numbers) or of a quantity, in a metric CRS.</source>
        <translation>Raster de classes (nombres entiers) ou d’une grandeur, dans un SCR métrique.</translation>
    </message>
    <message>
        <source>Raster of classes of which the zone of each place may be chosen as a predictor; zones with fewer than 3 stations are left without data.</source>
        <translation>Raster de classes dont la zone de chaque lieu peut être choisie comme prédicteur&#xa0;; les zones de moins de 3 stations restent sans donnée.</translation>
    </message>
    <message>
        <source>Raster of classes whose shares in discs are computed here; or give predictors below.</source>
        <translation>Raster de classes dont les parts par rayon sont calculées ici&#xa0;; ou donnez des prédicteurs ci-dessous.</translation>
    </message>
    <message>
        <source>Raster of heights with buildings, without trees (m); it casts the shadows.</source>
        <translation>Raster des altitudes avec les bâtiments, sans les arbres (m)&#xa0;; il projette les ombres.</translation>
    </message>
    <message>
        <source>Raster of surface codes on the same grid; empty takes cobbles of albedo 0.15 everywhere.</source>
        <translation>Raster de codes de surface sur la même grille&#xa0;; vide, des pavés d’albédo 0,15 partout.</translation>
    </message>
    <message>
        <source>Raster of the heat island in degrees Celsius.</source>
        <translation>Raster de l’îlot de chaleur en degrés Celsius.</translation>
    </message>
    <message>
        <source>Raster of the height of trees above the ground (m), 0 where there is none.</source>
        <translation>Raster de la hauteur des arbres au-dessus du sol (m), 0 là où il n’y en a pas.</translation>
    </message>
    <message>
        <source>Raster of the heights of the bare ground (m): slopes, and the foot of the trees.</source>
        <translation>Raster des altitudes du sol nu (m)&#xa0;: pentes, et pied des arbres.</translation>
    </message>
    <message>
        <source>Raster of the standard error: a thermometer set up there would be within twice of it, 95 %.</source>
        <translation>Raster de l’erreur type&#xa0;: un thermomètre installé là serait, à 95&#xa0;%, à moins de deux fois celle-ci.</translation>
    </message>
    <message>
        <source>Raster: 1 where a predictor is beyond the range of the stations by more than 10 %, else 0.</source>
        <translation>Raster&#xa0;: 1 où un prédicteur sort de plus de 10&#xa0;% de l’étendue des stations, 0 ailleurs.</translation>
    </message>
    <message>
        <source>Rasters on one grid: each band is a predictor. Bands named like trees_300m that differ by their radius only are one kind, of which one at most is chosen.</source>
        <translation>Rasters sur une même grille&#xa0;: chaque bande est un prédicteur. Des bandes nommées comme arbres_300m qui ne diffèrent que par leur rayon sont de même nature, et une seule au plus est choisie.</translation>
    </message>
    <message>
        <source>Rating, sign, choice or comparison field</source>
        <translation>Champ de note, de signe, de choix ou de comparaison</translation>
    </message>
    <message>
        <source>Ratings: ridge regression with weights of 0 or more, drawn towards the defaults, each respondent compared with themselves; the strength comes from cross-validation by respondent. Points: logistic regression, snapped within 25 m. Pairs: conditional logit (McFadden, 1974), with path size for routes. Ahp: Saaty (1980). A table of the population weights the respondents by raking.</source>
        <translation>Notes&#xa0;: régression ridge à poids positifs ou nuls, tirés vers ceux par défaut, chaque répondant étant comparé à lui-même&#xa0;; la force vient d’une validation croisée par répondant. Points&#xa0;: régression logistique, accrochage à moins de 25 m. Paires&#xa0;: logit conditionnel (McFadden, 1974), avec «&#xa0;path size&#xa0;» pour les itinéraires. Ahp&#xa0;: Saaty (1980). Une table de population redresse les répondants par calage sur marges.</translation>
    </message>
    <message>
        <source>Re&amp;move these columns…</source>
        <translation>Su&amp;pprimer ces colonnes…</translation>
    </message>
    <message>
        <source>Read the local catalogue</source>
        <translation>Lire le catalogue local</translation>
    </message>
    <message>
        <source>Reading the local catalogue…</source>
        <translation>Lecture du catalogue local…</translation>
    </message>
    <message>
        <source>Reading the store of “{name}”…</source>
        <translation>Lecture de la base de «&#xa0;{name}&#xa0;»…</translation>
    </message>
    <message>
        <source>Reads a file or an address and writes its datasets as RUDI records (JSON), with a report of what was missing or wrong. The kind is recognised from the content: ISO 19139, DCAT in JSON-LD, Turtle or RDF/XML, an answer of a CSW catalogue, or RUDI records of any version.</source>
        <translation>Lit un fichier ou une adresse et écrit ses jeux de données en fiches RUDI (JSON), avec un rapport de ce qui manquait ou était faux. Le type est reconnu d’après le contenu&#xa0;: ISO 19139, DCAT en JSON-LD, Turtle ou RDF/XML, réponse d’un catalogue CSW, ou fiches RUDI de toute version.</translation>
    </message>
    <message>
        <source>Reads a layer with one point for each device and writes its devices into a store: EUI or identifier, place, and as far as fields are given name, site, profile and the expected time between two messages. Devices that the store knows keep what the layer leaves empty; running again changes nothing else.</source>
        <translation>Lit une couche avec un point par équipement et écrit ses équipements dans une base&#xa0;: EUI ou identifiant, emplacement et, si des champs sont donnés, nom, site, profil et temps attendu entre deux messages. Les équipements que la base connaît gardent ce que la couche laisse vide&#xa0;; une nouvelle exécution ne change rien d’autre.</translation>
    </message>
    <message>
        <source>Reads a store of live equipment and writes one point for each device: when it was last heard, its state, how well it is received, the share of frames lost in 24 hours, its battery, and for each metric the latest value, its quality flag (_q) and its time (_t).</source>
        <translation>Lit une base d’équipements en direct et écrit un point par équipement&#xa0;: sa dernière réception, son état, la qualité de sa réception, la part des trames perdues en 24&#xa0;h, sa batterie et, pour chaque grandeur, la dernière valeur, son drapeau de qualité (_q) et son heure (_t).</translation>
    </message>
    <message>
        <source>Reads datastreams and observations of an OGC SensorThings server into a store.</source>
        <translation>Lit les flux de données et les observations d’un serveur OGC SensorThings vers une base.</translation>
    </message>
    <message>
        <source>Reads the bytes that devices sent, in hexadecimal or base64, as measurements.</source>
        <translation>Lire les octets envoyés par des équipements, en hexadécimal ou en base64, comme des mesures.</translation>
    </message>
    <message>
        <source>Reads the datastreams of a SensorThings 1.0 or 1.1 server, with thing, place, observed property and unit, and their observations between two moments, page after page to the end, into a store; the points tell how many there are of each. What the store has already is not doubled.</source>
        <translation>Lit les flux de données d’un serveur SensorThings 1.0 ou 1.1, avec l’objet, le lieu, la propriété observée et l’unité, ainsi que leurs observations entre deux instants, page après page jusqu’à la fin, vers une base&#xa0;; les points disent combien il y en a de chacun. Ce que la base a déjà n’est pas doublé.</translation>
    </message>
    <message>
        <source>Reads the frames of 24 hours, which takes most of the time in a large fleet.</source>
        <translation>Lit les trames de 24&#xa0;h, ce qui prend l’essentiel du temps pour un grand parc.</translation>
    </message>
    <message>
        <source>Reads the record of a dataset and opens its map service as a layer, with title, licence, mandatory mention and contacts. The layer goes to the project, and to the next step of a model.</source>
        <translation>Lit la fiche d’un jeu de données et ouvre son service de carte comme une couche, avec titre, licence, mention obligatoire et contacts. La couche va au projet, et à l’étape suivante d’un modèle.</translation>
    </message>
    <message>
        <source>Reads the record of commands of a store: who prepared, armed, confirmed and sent what, when, and what proved it. Each line holds the SHA-256 of the line before, so that a line that was changed, dropped or moved shows from there on.</source>
        <translation>Lit le registre des commandes d’une base&#xa0;: qui a préparé, armé, confirmé et envoyé quoi, quand, et ce qui l’a prouvé. Chaque ligne contient le SHA-256 de la ligne précédente, si bien qu’une ligne modifiée, supprimée ou déplacée se voit à partir de là.</translation>
    </message>
    <message>
        <source>Ready to be published</source>
        <translation>Prêt à être publié</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motif</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>Reçu</translation>
    </message>
    <message>
        <source>Receipt (JSON)</source>
        <translation>Reçu (JSON)</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Reçu</translation>
    </message>
    <message>
        <source>Recognise by itself</source>
        <translation>Reconnaître automatiquement</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Fiche</translation>
    </message>
    <message>
        <source>Record (JSON)</source>
        <translation>Fiche (JSON)</translation>
    </message>
    <message>
        <source>Record an MQTT stream</source>
        <translation>Enregistrer un flux MQTT</translation>
    </message>
    <message>
        <source>Record as CSV</source>
        <translation>Registre en CSV</translation>
    </message>
    <message>
        <source>Record of commands</source>
        <translation>Registre des commandes</translation>
    </message>
    <message>
        <source>Record of commands: line {number}.</source>
        <translation>Journal des commandes&#xa0;: ligne {number}.</translation>
    </message>
    <message>
        <source>Record published before</source>
        <translation>Fiche publiée auparavant</translation>
    </message>
    <message>
        <source>Record to check, then to publish.</source>
        <translation>Fiche à contrôler, puis à publier.</translation>
    </message>
    <message>
        <source>Recorder</source>
        <translation>Enregistreur</translation>
    </message>
    <message>
        <source>Recording needs the Python package paho-mqtt, version 2 or newer. Install it.</source>
        <translation>L’enregistrement demande le paquet Python paho-mqtt, version 2 ou plus récente. Installez-le.</translation>
    </message>
    <message>
        <source>Records (JSON file or folder)</source>
        <translation>Fiches (fichier JSON ou dossier)</translation>
    </message>
    <message>
        <source>Records (JSON file)</source>
        <translation>Fiches (fichier JSON)</translation>
    </message>
    <message>
        <source>Records checked</source>
        <translation>Fiches contrôlées</translation>
    </message>
    <message>
        <source>Records written</source>
        <translation>Fiches écrites</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Référence</translation>
    </message>
    <message>
        <source>Reference field</source>
        <translation>Champ des références</translation>
    </message>
    <message>
        <source>Reference stations</source>
        <translation>Stations de référence</translation>
    </message>
    <message>
        <source>Reference system</source>
        <translation>Système de coordonnées</translation>
    </message>
    <message>
        <source>Refresh (F5)</source>
        <translation>Actualiser (F5)</translation>
    </message>
    <message>
        <source>Refused here</source>
        <translation>Refusés ici</translation>
    </message>
    <message>
        <source>Refused messages</source>
        <translation>Messages refusés</translation>
    </message>
    <message>
        <source>Refused or cancelled</source>
        <translation>Refusée ou annulée</translation>
    </message>
    <message>
        <source>Register devices from layer</source>
        <translation>Enregistrer les équipements d’une couche</translation>
    </message>
    <message>
        <source>Regression, predictors kept</source>
        <translation>Régression, prédicteurs gardés</translation>
    </message>
    <message>
        <source>Rejected messages</source>
        <translation>Messages rejetés</translation>
    </message>
    <message>
        <source>Rejected messages of the store</source>
        <translation>Messages rejetés de la base</translation>
    </message>
    <message>
        <source>Relative humidity (%)</source>
        <translation>Humidité relative (%)</translation>
    </message>
    <message>
        <source>Relative humidity of the air at that hour.</source>
        <translation>Humidité relative de l’air à cette heure.</translation>
    </message>
    <message>
        <source>Relative humidity of the air.</source>
        <translation>Humidité relative de l’air.</translation>
    </message>
    <message>
        <source>Relative humidity raster (%)</source>
        <translation>Raster d’humidité relative (%)</translation>
    </message>
    <message>
        <source>Remarks on the record</source>
        <translation>Remarques sur la fiche</translation>
    </message>
    <message>
        <source>Remarks on the record ({count})</source>
        <translation>Remarques sur la fiche ({count})</translation>
    </message>
    <message>
        <source>Remove a broker</source>
        <translation>Supprimer un courtier</translation>
    </message>
    <message>
        <source>Remove a catalogue</source>
        <translation>Supprimer un catalogue</translation>
    </message>
    <message>
        <source>Remove “{name}” from the list of brokers? Its store stays.</source>
        <translation>Supprimer «&#xa0;{name}&#xa0;» de la liste des courtiers&#xa0;? Sa base reste.</translation>
    </message>
    <message>
        <source>Remove “{name}” from the list of catalogues?</source>
        <translation>Supprimer «&#xa0;{name}&#xa0;» de la liste des catalogues&#xa0;?</translation>
    </message>
    <message>
        <source>Removed (%)</source>
        <translation>Retirées (%)</translation>
    </message>
    <message>
        <source>Replace files that exist</source>
        <translation>Remplacer les fichiers existants</translation>
    </message>
    <message>
        <source>Replay alarm rules</source>
        <translation>Rejouer des règles d’alarme</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Rapport</translation>
    </message>
    <message>
        <source>Report of the import</source>
        <translation>Rapport de l’import</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Demande</translation>
    </message>
    <message>
        <source>Request access</source>
        <translation>Demander l’accès</translation>
    </message>
    <message>
        <source>Request for access</source>
        <translation>Demande d’accès</translation>
    </message>
    <message>
        <source>Requests are made by a person: {url} must know who asks. Create an account on the portal, keep its login and password in the authentication settings of QGIS, and choose them for this connection.</source>
        <translation>Une demande est faite par une personne&#xa0;: {url} doit savoir qui demande. Créez un compte sur le portail, enregistrez son identifiant et son mot de passe dans l’authentification de QGIS, et choisissez-les pour cette connexion.</translation>
    </message>
    <message>
        <source>Requests for access</source>
        <translation>Demandes d’accès</translation>
    </message>
    <message>
        <source>Resamplings of the respondents for the intervals; 0 gives none.</source>
        <translation>Rééchantillonnages des répondants pour les intervalles&#xa0;; 0 n’en donne pas.</translation>
    </message>
    <message>
        <source>Residuals of neighbouring segments are alike: something local that matters is missing from the score.</source>
        <translation>Les résidus de tronçons voisins se ressemblent&#xa0;: quelque chose de local, qui compte, manque à la note.</translation>
    </message>
    <message>
        <source>Residuals of neighbouring stations are alike (Moran’s I {index}, p = {p}).</source>
        <translation>Les résidus des stations voisines se ressemblent (I de Moran {index}, p = {p}).</translation>
    </message>
    <message>
        <source>Residuals of neighbouring stations are not clearly alike (Moran’s I {index}, p = {p}).</source>
        <translation>Les résidus des stations voisines ne se ressemblent pas nettement (I de Moran {index}, p = {p}).</translation>
    </message>
    <message>
        <source>Respondent field</source>
        <translation>Champ du répondant</translation>
    </message>
    <message>
        <source>Respondents</source>
        <translation>Répondants</translation>
    </message>
    <message>
        <source>Restore &amp;defaults</source>
        <translation>&amp;Rétablir les valeurs par défaut</translation>
    </message>
    <message>
        <source>Restrict and declare as sensiti&amp;ve</source>
        <translation>Restreint et sensi&amp;ble</translation>
    </message>
    <message>
        <source>Restricted</source>
        <translation>Restreint</translation>
    </message>
    <message>
        <source>Restricted access</source>
        <translation>Accès restreint</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Résultat</translation>
    </message>
    <message>
        <source>Result of “Mean radiant temperature”, or of UMEP or SOLWEIG, in degrees C and in a metric CRS.</source>
        <translation>Résultat de «&#xa0;Température moyenne de rayonnement&#xa0;», d’UMEP ou de SOLWEIG, en degrés C et dans un SCR métrique.</translation>
    </message>
    <message>
        <source>Result of “Sky view factor” on the same grid (its band “combined” is taken when there is one, the first otherwise); computed here when empty.</source>
        <translation>Résultat de «&#xa0;Facteur de vue du ciel&#xa0;» sur la même grille (sa bande «&#xa0;combined&#xa0;» est prise quand elle existe, sinon la première)&#xa0;; calculé ici si vide.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reprendre</translation>
    </message>
    <message>
        <source>Resume, or try again, from where it was (Space)</source>
        <translation>Reprendre, ou réessayer, là où il en était (Espace)</translation>
    </message>
    <message>
        <source>Reuses</source>
        <translation>Réutilisations</translation>
    </message>
    <message>
        <source>Reuses of a dataset</source>
        <translation>Réutilisations d’un jeu de données</translation>
    </message>
    <message>
        <source>Rights and attribution are written into the layer of the project.</source>
        <translation>Droits et attribution sont écrits dans la couche du projet.</translation>
    </message>
    <message>
        <source>Rights and attribution are written into {count} layers of the project.</source>
        <translation>Droits et attribution sont écrits dans {count} couches du projet.</translation>
    </message>
    <message>
        <source>Rights in the metadata of the layers, and attribution shown on the map</source>
        <translation>Droits dans les métadonnées des couches, et attribution affichée sur la carte</translation>
    </message>
    <message>
        <source>Role of the contact</source>
        <translation>Rôle du contact</translation>
    </message>
    <message>
        <source>Route sheet</source>
        <translation>Fiche de parcours</translation>
    </message>
    <message>
        <source>Route {rank}</source>
        <translation>Parcours {rank}</translation>
    </message>
    <message>
        <source>Route {rank}, {role}</source>
        <translation>Parcours {rank}, {role}</translation>
    </message>
    <message>
        <source>Route {rank}: {length} m, {time} min, {sun} m in the sun.</source>
        <translation>Parcours {rank}&#xa0;: {length}&#xa0;m, {time}&#xa0;min, {sun}&#xa0;m au soleil.</translation>
    </message>
    <message>
        <source>Routes</source>
        <translation>Parcours</translation>
    </message>
    <message>
        <source>Routes as GPX tracks for phones and as GeoJSON for the web, in longitude and latitude.</source>
        <translation>Parcours en traces GPX pour les téléphones et en GeoJSON pour le web, en longitude et latitude.</translation>
    </message>
    <message>
        <source>Routes found</source>
        <translation>Parcours trouvés</translation>
    </message>
    <message>
        <source>Routes need Python packages that are missing: {packages}.</source>
        <translation>Les parcours nécessitent des paquets Python absents&#xa0;: {packages}.</translation>
    </message>
    <message>
        <source>Routes of each pair</source>
        <translation>Parcours de chaque paire</translation>
    </message>
    <message>
        <source>Routes written</source>
        <translation>Parcours écrits</translation>
    </message>
    <message>
        <source>Row {number} of the mapping gives {value} to {field}, which needs a value of type {kind}.</source>
        <translation>La ligne {number} de la table de correspondance donne {value} à {field}, qui attend une valeur de type {kind}&#xa0;; corrigez-la.</translation>
    </message>
    <message>
        <source>Row {number} of the mapping gives {value} to {field}; write one of: {codes}.</source>
        <translation>La ligne {number} de la table de correspondance donne {value} à {field}&#xa0;; écrivez l’un des codes suivants&#xa0;: {codes}.</translation>
    </message>
    <message>
        <source>Row {number} of the mapping has the rule {rule}; write one of: {rules}.</source>
        <translation>La ligne {number} de la table de correspondance a la règle {rule}&#xa0;; écrivez l’une des règles suivantes&#xa0;: {rules}.</translation>
    </message>
    <message>
        <source>Row {number} of the mapping must have {count} values, empty ones included.</source>
        <translation>La ligne {number} de la table de correspondance doit avoir {count} valeurs, valeurs vides comprises.</translation>
    </message>
    <message>
        <source>Row {number} of the mapping must name a source column.</source>
        <translation>La ligne {number} de la table de correspondance doit nommer une colonne source.</translation>
    </message>
    <message>
        <source>Row {number} of the mapping names the field {field}; for the rule {rule} of {layer} write one of: {fields}.</source>
        <translation>La ligne {number} de la table de correspondance nomme le champ {field}&#xa0;; pour la règle {rule} de {layer}, écrivez l’un des champs suivants&#xa0;: {fields}.</translation>
    </message>
    <message>
        <source>Row {number} of the mapping names the layer {layer}, which is not a standard layer.</source>
        <translation>La ligne {number} de la table de correspondance nomme la couche {layer}, qui n’est pas une couche standard.</translation>
    </message>
    <message>
        <source>Row {number} of the matrix {name} is not a cover, a use, 0 or 1, and a category: 1 to 5 where it is 1, 6 to 10 where it is 0.</source>
        <translation>La ligne {number} de la matrice {name} n’est pas une couverture, un usage, 0 ou 1, et une catégorie&#xa0;: 1 à 5 pour 1, 6 à 10 pour 0.</translation>
    </message>
    <message>
        <source>Row {number} of the table {name} has no product, no class, or a code that is none of OCS GE.</source>
        <translation>La ligne {number} de la table {name} n’a pas de produit, pas de classe, ou un code qui n’est pas de l’OCS GE.</translation>
    </message>
    <message>
        <source>Row {number} of the table {name} holds something that is no value of its column.</source>
        <translation>La ligne {number} de la table {name} contient quelque chose qui n’est pas une valeur de sa colonne.</translation>
    </message>
    <message>
        <source>Row {row} is a {kind}; the overlay takes polygons only.</source>
        <translation>La ligne {row} est de type {kind}&#xa0;; la superposition n’accepte que des polygones.</translation>
    </message>
    <message>
        <source>Row {row} of the table of limits has a value that is no number.</source>
        <translation>La ligne {row} de la table des limites a une valeur qui n’est pas un nombre.</translation>
    </message>
    <message>
        <source>Row {row} of the table of limits: the lower limit is not below the upper.</source>
        <translation>Ligne {row} de la table des limites&#xa0;: la limite basse n’est pas inférieure à la limite haute.</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Lignes</translation>
    </message>
    <message>
        <source>Rows deleted</source>
        <translation>Lignes supprimées</translation>
    </message>
    <message>
        <source>Rows deleted, or to be deleted</source>
        <translation>Lignes supprimées, ou à supprimer</translation>
    </message>
    <message>
        <source>Rows of a choice with the same value are one photo or route; a route has one row per segment.</source>
        <translation>Les lignes d’un choix de même valeur sont une photo ou un itinéraire&#xa0;; un itinéraire a une ligne par tronçon.</translation>
    </message>
    <message>
        <source>Rows with an empty frame or one that is not hexadecimal or base64 are kept, with the reason.</source>
        <translation>Les lignes dont la trame est vide ou n’est ni en hexadécimal ni en base64 sont conservées, avec la raison.</translation>
    </message>
    <message>
        <source>Rows with the same value are one choice.</source>
        <translation>Les lignes de même valeur forment un choix.</translation>
    </message>
    <message>
        <source>Rows written and deleted</source>
        <translation>Lignes écrites et supprimées</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Règle</translation>
    </message>
    <message>
        <source>Rule {number} is not a list of keys and values.</source>
        <translation>La règle {number} n’est pas une liste de clés et de valeurs.</translation>
    </message>
    <message>
        <source>Rule {number} needs a name of at most 100 characters.</source>
        <translation>La règle {number} a besoin d’un nom de 100&#xa0;caractères au plus.</translation>
    </message>
    <message>
        <source>Rule {rule} is about silence; it takes no when, limit or deadband.</source>
        <translation>La règle {rule} porte sur le silence&#xa0;; elle ne prend ni when, ni limit, ni deadband.</translation>
    </message>
    <message>
        <source>Rule {rule} watches no metric.</source>
        <translation>La règle {rule} ne surveille aucune mesure.</translation>
    </message>
    <message>
        <source>Rule {rule}: a deadband goes with &gt; &gt;= &lt; and &lt;= only.</source>
        <translation>Règle {rule}&#xa0;: une bande morte (deadband) ne va qu’avec &gt; &gt;= &lt; et &lt;=.</translation>
    </message>
    <message>
        <source>Rule {rule}: devices are chosen by {keys} only.</source>
        <translation>Règle {rule}&#xa0;: les équipements se choisissent seulement par {keys}.</translation>
    </message>
    <message>
        <source>Rule {rule}: limit must be a number, a text, or true or false.</source>
        <translation>Règle {rule}&#xa0;: limit doit être un nombre, un texte, ou true ou false.</translation>
    </message>
    <message>
        <source>Rule {rule}: say after how long silence is an alarm, on_delay or on_samples.</source>
        <translation>Règle {rule}&#xa0;: dites après combien de temps le silence est une alarme, on_delay ou on_samples.</translation>
    </message>
    <message>
        <source>Rule {rule}: there is no key {key}.</source>
        <translation>Règle {rule}&#xa0;: il n’y a pas de clé {key}.</translation>
    </message>
    <message>
        <source>Rule {rule}: there is no rule {other} to suppress it.</source>
        <translation>Règle {rule}&#xa0;: il n’y a pas de règle {other} pour l’inhiber.</translation>
    </message>
    <message>
        <source>Rule {rule}: {key} must be a number from {low:g} to {high:g}.</source>
        <translation>Règle {rule}&#xa0;: {key} doit être un nombre de {low:g} à {high:g}.</translation>
    </message>
    <message>
        <source>Rule {rule}: {key} must be a text of at most {most} characters.</source>
        <translation>Règle {rule}&#xa0;: {key} doit être un texte de {most}&#xa0;caractères au plus.</translation>
    </message>
    <message>
        <source>Rule {rule}: {key} must be a text or a list of texts.</source>
        <translation>Règle {rule}&#xa0;: {key} doit être un texte ou une liste de textes.</translation>
    </message>
    <message>
        <source>Rule {rule}: {key} must be a whole number.</source>
        <translation>Règle {rule}&#xa0;: {key} doit être un nombre entier.</translation>
    </message>
    <message>
        <source>Rule {rule}: {key} must be one of {choices}.</source>
        <translation>Règle {rule}&#xa0;: {key} doit être l’une des valeurs {choices}.</translation>
    </message>
    <message>
        <source>Rule {rule}: {key} must be true or false.</source>
        <translation>Règle {rule}&#xa0;: {key} doit être true ou false.</translation>
    </message>
    <message>
        <source>Rule {rule}: {when} needs a number as limit.</source>
        <translation>Règle {rule}&#xa0;: {when} demande un nombre comme limit.</translation>
    </message>
    <message>
        <source>Rules suppress each other in a circle: {names}.</source>
        <translation>Des règles s’inhibent l’une l’autre en boucle&#xa0;: {names}.</translation>
    </message>
    <message>
        <source>Run this command on the machine that is always on, with the profile of your broker.</source>
        <translation>Exécutez cette commande sur la machine toujours allumée, avec le profil de votre courtier.</translation>
    </message>
    <message>
        <source>S&amp;urface model (buildings and terrain)</source>
        <translation>Modèle numérique de &amp;surface (bâtiments et terrain)</translation>
    </message>
    <message>
        <source>SERVER is a file; give the address of a node or of its manager.</source>
        <translation>SERVER est un fichier&#xa0;; donnez l’adresse d’un nœud ou de son gestionnaire.</translation>
    </message>
    <message>
        <source>SHA-256 of all that would be sent. If anything changes until then, nothing is: {digest}</source>
        <translation>SHA-256 de tout ce qui serait envoyé. Si quoi que ce soit change d’ici là, rien ne l’est&#xa0;: {digest}</translation>
    </message>
    <message>
        <source>SHA-256 of the file</source>
        <translation>SHA-256 du fichier</translation>
    </message>
    <message>
        <source>SHA-256 read back and right</source>
        <translation>SHA-256 relu et exact</translation>
    </message>
    <message>
        <source>SNR {value}</source>
        <translation>SNR {value}</translation>
    </message>
    <message>
        <source>SOLWEIG needs a raster of two rows and two columns at least; take the engine simple.</source>
        <translation>SOLWEIG demande un raster d’au moins deux lignes et deux colonnes&#xa0;; prenez le moteur simple.</translation>
    </message>
    <message>
        <source>SOLWEIG refused these data: {reason}</source>
        <translation>SOLWEIG a refusé ces données&#xa0;: {reason}</translation>
    </message>
    <message>
        <source>SOLWEIG {version} computes the whole raster at once.</source>
        <translation>SOLWEIG {version} calcule tout le raster d’un coup.</translation>
    </message>
    <message>
        <source>STAC API</source>
        <translation>API STAC</translation>
    </message>
    <message>
        <source>STORE is empty; give the file of a store, or the name of a PostgreSQL connection.</source>
        <translation>STORE est vide&#xa0;; indiquez le fichier d’une base, ou le nom d’une connexion PostgreSQL.</translation>
    </message>
    <message>
        <source>Save the mapping table {name} in UTF-8.</source>
        <translation>Enregistrez la table de correspondance {name} en UTF-8.</translation>
    </message>
    <message>
        <source>Save the receipt</source>
        <translation>Enregistrer le reçu</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Enregistré.</translation>
    </message>
    <message>
        <source>Say in at least {length} characters what you want the data for: the producer decides on these words.</source>
        <translation>Dites en {length} caractères au moins à quoi serviront les données&#xa0;: le producteur décide d’après ces mots.</translation>
    </message>
    <message>
        <source>Say in one sentence what the data are: people search for words of this synopsis.</source>
        <translation>Dites en une phrase ce que sont les données&#xa0;: on cherche d’après les mots de ce synopsis.</translation>
    </message>
    <message>
        <source>Say that you have seen the chosen alarms</source>
        <translation>Signaler que vous avez vu les alarmes choisies</translation>
    </message>
    <message>
        <source>Say where your devices send their messages, an MQTT broker, and watch them on the map. Or open the store that a recorder writes.</source>
        <translation>Dites où vos équipements envoient leurs messages, à un courtier MQTT, et suivez-les sur la carte. Ou ouvrez la base qu’écrit un enregistreur.</translation>
    </message>
    <message>
        <source>Say which stations are in the countryside: their identifiers, or a field of the stations that marks them.</source>
        <translation>Dites quelles stations sont à la campagne&#xa0;: leurs identifiants, ou un champ des stations qui les marque.</translation>
    </message>
    <message>
        <source>Say who acts on the alarm.</source>
        <translation>Indiquez qui agit sur l’alarme.</translation>
    </message>
    <message>
        <source>Score of the streets, 0 to 100</source>
        <translation>Score des rues, de 0 à 100</translation>
    </message>
    <message>
        <source>Scored segments</source>
        <translation>Tronçons notés</translation>
    </message>
    <message>
        <source>Search a catalogue</source>
        <translation>Chercher dans un catalogue</translation>
    </message>
    <message>
        <source>Search datasets</source>
        <translation>Chercher des jeux de données</translation>
    </message>
    <message>
        <source>Search equipment</source>
        <translation>Rechercher un équipement</translation>
    </message>
    <message>
        <source>Search in the list</source>
        <translation>Chercher dans la liste</translation>
    </message>
    <message>
        <source>Search the shortest and the cooler routes (F5)</source>
        <translation>Chercher le parcours le plus court et les plus frais (F5)</translation>
    </message>
    <message>
        <source>Search without the map &amp;extent ({count})</source>
        <translation>Chercher sans l’&amp;emprise de la carte ({count})</translation>
    </message>
    <message>
        <source>Search {name}</source>
        <translation>Chercher dans {name}</translation>
    </message>
    <message>
        <source>Searches all walks between two places of which none is both longer and sunnier than another. The shade moves while one walks: the sun of each street is that of the minutes spent in it.</source>
        <translation>Cherche tous les parcours à pied entre deux lieux dont aucun n’est à la fois plus long et plus ensoleillé qu’un autre. L’ombre se déplace pendant la marche&#xa0;: le soleil de chaque rue est celui des minutes qu’on y passe.</translation>
    </message>
    <message>
        <source>Searches walks as the algorithm for one cool route does, for many pairs of points at once. The network is read once. All walks depart at the same hour, in the same weather.</source>
        <translation>Cherche des marches comme l’algorithme du parcours fraîcheur, pour beaucoup de paires de points à la fois. Le réseau est lu une seule fois. Toutes les marches partent à la même heure, par le même temps.</translation>
    </message>
    <message>
        <source>Searching the routes…</source>
        <translation>Recherche des parcours…</translation>
    </message>
    <message>
        <source>Second indicator field (ahp)</source>
        <translation>Champ du second indicateur (ahp)</translation>
    </message>
    <message>
        <source>Second step: send the command</source>
        <translation>Deuxième étape&#xa0;: envoyer la commande</translation>
    </message>
    <message>
        <source>See your equipment live</source>
        <translation>Voir vos équipements en direct</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Graine aléatoire</translation>
    </message>
    <message>
        <source>Segment identifier</source>
        <translation>Identifiant du tronçon</translation>
    </message>
    <message>
        <source>Segment identifier in the answers</source>
        <translation>Identifiant du tronçon dans les réponses</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>Tronçons</translation>
    </message>
    <message>
        <source>Segments failing accessibility</source>
        <translation>Tronçons non conformes à l’accessibilité</translation>
    </message>
    <message>
        <source>Segments of which less than this share of the weight was measured keep their score but get no letter.</source>
        <translation>Les tronçons dont une part du poids moindre que celle-ci a été mesurée gardent leur note mais n’ont pas de lettre.</translation>
    </message>
    <message>
        <source>Segments with a class</source>
        <translation>Tronçons avec une classe</translation>
    </message>
    <message>
        <source>Semivariance (°C²)</source>
        <translation>Semivariance (°C²)</translation>
    </message>
    <message>
        <source>Send a command</source>
        <translation>Envoyer une commande</translation>
    </message>
    <message>
        <source>Send the file to the storage</source>
        <translation>Envoyer le fichier au stockage</translation>
    </message>
    <message>
        <source>Send the request</source>
        <translation>Envoyer la demande</translation>
    </message>
    <message>
        <source>Send the request for “{title}” to {url}?</source>
        <translation>Envoyer à {url} la demande pour «&#xa0;{title}&#xa0;»&#xa0;?</translation>
    </message>
    <message>
        <source>Sending is off until an administrator sets cityorchestra/iot/commands_enabled to true in the settings of QGIS, and the profile of the broker says that it may be commanded. Commands exist only as declared templates, with a range for each value. The interlocks are checked before the command is armed and again before it leaves.</source>
        <translation>L’envoi est désactivé jusqu’à ce qu’un administrateur mette cityorchestra/iot/commands_enabled à true dans les paramètres de QGIS, et que le profil du courtier dise qu’il peut être commandé. Les commandes n’existent que sous forme de modèles déclarés, avec une plage pour chaque valeur. Les verrouillages sont vérifiés avant que la commande soit armée et de nouveau avant qu’elle parte.</translation>
    </message>
    <message>
        <source>Sending is off: an administrator enables commands by setting {key} to true in QGIS. Nothing was sent.</source>
        <translation>L’envoi est désactivé&#xa0;: un administrateur active les commandes en mettant {key} à true dans QGIS. Rien n’a été envoyé.</translation>
    </message>
    <message>
        <source>Sending is off: an administrator must enable commands first.</source>
        <translation>L’envoi est désactivé&#xa0;: un administrateur doit d’abord activer les commandes.</translation>
    </message>
    <message>
        <source>Sending the command…</source>
        <translation>Envoi de la commande…</translation>
    </message>
    <message>
        <source>Sending the request…</source>
        <translation>Envoi de la demande…</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>Envoi…</translation>
    </message>
    <message>
        <source>Sends devices and observations of a store to an OGC SensorThings server.</source>
        <translation>Envoie les équipements et les observations d’une base à un serveur OGC SensorThings.</translation>
    </message>
    <message>
        <source>Sends devices of a store to a SensorThings server, each as a thing named by its identifier with a datastream for each metric, and their observations between two moments. What the server has is not sent again: observations follow the last one that it holds, so a run that was cut is gone on with by the next.</source>
        <translation>Envoie des équipements d’une base à un serveur SensorThings, chacun comme un objet (Thing) nommé par son identifiant, avec un flux de données par grandeur, ainsi que leurs observations entre deux instants. Ce que le serveur a déjà n’est pas renvoyé&#xa0;: les observations suivent la dernière qu’il détient, si bien qu’une exécution interrompue est poursuivie par la suivante.</translation>
    </message>
    <message>
        <source>Sends one declared command to one device through ChirpStack 4 or The Things Stack. The first run only reads: it shows the plan, device and bytes included, tells each interlock that refuses, and gives a CODE. Run again without DRY_RUN, with this code as CONFIRM, within ten minutes: what was shown is sent, once, and nothing else.</source>
        <translation>Envoie une commande déclarée à un équipement par ChirpStack 4 ou The Things Stack. La première exécution ne fait que lire&#xa0;: elle montre le plan, équipement et octets compris, indique chaque verrouillage qui refuse, et donne un CODE. Relancez sans DRY_RUN, avec ce code dans CONFIRM, dans les dix minutes&#xa0;: ce qui a été montré est envoyé, une fois, et rien d’autre.</translation>
    </message>
    <message>
        <source>Sensitive under the GDPR</source>
        <translation>Sensible au sens du RGPD</translation>
    </message>
    <message>
        <source>Sensitive under the GDPR: such data must have a restricted access.</source>
        <translation>Sensible au sens du RGPD&#xa0;: de telles données doivent être en accès restreint.</translation>
    </message>
    <message>
        <source>Sensor</source>
        <translation>Capteur</translation>
    </message>
    <message>
        <source>Sensor and reference do not vary together: no calibration can be found.</source>
        <translation>Le capteur et la référence ne varient pas ensemble&#xa0;: aucun étalonnage ne peut être trouvé.</translation>
    </message>
    <message>
        <source>SensorThings</source>
        <translation>SensorThings</translation>
    </message>
    <message>
        <source>Sensors</source>
        <translation>Capteurs</translation>
    </message>
    <message>
        <source>Sensors whose interval of drift excludes 0</source>
        <translation>Capteurs dont l’intervalle de dérive exclut 0</translation>
    </message>
    <message>
        <source>Sensors with a lasting shift</source>
        <translation>Capteurs avec un décalage durable</translation>
    </message>
    <message>
        <source>Sent, not read yet</source>
        <translation>Envoyée, pas encore lue</translation>
    </message>
    <message>
        <source>Separated by commas; a dataset must have one of them.</source>
        <translation>Séparés par des virgules&#xa0;; un jeu de données doit en avoir un.</translation>
    </message>
    <message>
        <source>Separated by commas; empty for those of the layer.</source>
        <translation>Séparés par des virgules&#xa0;; vide pour ceux de la couche.</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Séries</translation>
    </message>
    <message>
        <source>Series refused</source>
        <translation>Séries refusées</translation>
    </message>
    <message>
        <source>Series sent</source>
        <translation>Séries envoyées</translation>
    </message>
    <message>
        <source>Series, the worst first</source>
        <translation>Séries, les plus mauvaises d’abord</translation>
    </message>
    <message>
        <source>Served area</source>
        <translation>Zone desservie</translation>
    </message>
    <message>
        <source>Servers may give fewer.</source>
        <translation>Les serveurs peuvent en donner moins.</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Service</translation>
    </message>
    <message>
        <source>Set of limits</source>
        <translation>Jeu de limites</translation>
    </message>
    <message>
        <source>Settings of City Orchestra</source>
        <translation>Paramètres de City Orchestra</translation>
    </message>
    <message>
        <source>Several of your projects are called “{title}”; give the identifier of one: {identifiers}.</source>
        <translation>Plusieurs de vos projets s’appellent «&#xa0;{title}&#xa0;»&#xa0;; donnez l’identifiant de l’un d’eux&#xa0;: {identifiers}.</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Gravité</translation>
    </message>
    <message>
        <source>Shade</source>
        <translation>Ombre</translation>
    </message>
    <message>
        <source>Shade (%)</source>
        <translation>Ombre (%)</translation>
    </message>
    <message>
        <source>Shade on network</source>
        <translation>Ombre sur le réseau</translation>
    </message>
    <message>
        <source>Shade on streets</source>
        <translation>Ombre des rues</translation>
    </message>
    <message>
        <source>Share (%)</source>
        <translation>Part (%)</translation>
    </message>
    <message>
        <source>Share of direct sun (%)</source>
        <translation>Part du soleil direct (%)</translation>
    </message>
    <message>
        <source>Share of each land cover, or mean of a quantity, within several radii of each place.</source>
        <translation>Part de chaque occupation du sol, ou moyenne d’une grandeur, dans plusieurs rayons autour de chaque lieu.</translation>
    </message>
    <message>
        <source>Share of frames lost (%)</source>
        <translation>Part de trames perdues (%)</translation>
    </message>
    <message>
        <source>Share of the area by class (JSON, %)</source>
        <translation>Part de la surface par classe (JSON,&#xa0;%)</translation>
    </message>
    <message>
        <source>Share of the area in strong heat stress or worse (%)</source>
        <translation>Part de la surface en stress chaud fort ou pire (%)</translation>
    </message>
    <message>
        <source>Share of the direct sun that crosses a crown; empty follows the season: 0.03 in leaf (10 April to 27 October), 0.5 otherwise.</source>
        <translation>Part du soleil direct qui traverse un houppier&#xa0;; vide suit la saison&#xa0;: 0,03 en feuilles (du 10&#xa0;avril au 27&#xa0;octobre), 0,5 sinon.</translation>
    </message>
    <message>
        <source>Share of the frames of a fleet that are lost, in bursts.</source>
        <translation>Part des trames d’un parc qui sont perdues, en rafales.</translation>
    </message>
    <message>
        <source>Share of the length in the largest part (%)</source>
        <translation>Part de la longueur dans la plus grande partie connexe (%)</translation>
    </message>
    <message>
        <source>Share of the light of the sky that crosses a crown: 0.03 in leaf, 0.5 bare.</source>
        <translation>Part de la lumière du ciel qui traverse un houppier&#xa0;: 0,03 en feuilles, 0,5 sans feuilles.</translation>
    </message>
    <message>
        <source>Share of the time in the shade, such as the second band of the hours of sun.</source>
        <translation>Part du temps à l’ombre, comme la deuxième bande des heures de soleil.</translation>
    </message>
    <message>
        <source>Shares go from 0 to 1: a coefficient is what changes when a share goes from none to all. The intervals are those of a model given beforehand; since it was chosen on these stations, they are too narrow.</source>
        <translation>Les parts vont de 0 à 1&#xa0;: un coefficient est ce qui change quand une part passe de rien à tout. Les intervalles sont ceux d’un modèle donné d’avance&#xa0;; comme il a été choisi sur ces stations, ils sont trop étroits.</translation>
    </message>
    <message>
        <source>Shares in discs</source>
        <translation>Parts par rayon</translation>
    </message>
    <message>
        <source>Shelve alarms</source>
        <translation>Mettre des alarmes en sourdine</translation>
    </message>
    <message>
        <source>Shelved</source>
        <translation>En sourdine</translation>
    </message>
    <message>
        <source>Shift seen on</source>
        <translation>Décalage vu le</translation>
    </message>
    <message>
        <source>Shortest buckets to make; longer ones are made too.</source>
        <translation>Tranches les plus courtes à faire&#xa0;; les plus longues sont faites aussi.</translation>
    </message>
    <message>
        <source>Shortest route</source>
        <translation>Parcours le plus court</translation>
    </message>
    <message>
        <source>Shortest step</source>
        <translation>Pas le plus court</translation>
    </message>
    <message>
        <source>Shortest: {length:.0f} m, of which {sun:.0f} m in the sun.</source>
        <translation>Le plus court&#xa0;: {length:.0f}&#xa0;m, dont {sun:.0f}&#xa0;m au soleil.</translation>
    </message>
    <message>
        <source>Show a &amp;map</source>
        <translation>Afficher une cart&amp;e</translation>
    </message>
    <message>
        <source>Show as a table</source>
        <translation>Afficher en tableau</translation>
    </message>
    <message>
        <source>Show as a table instead of by site (Ctrl+T)</source>
        <translation>Afficher en tableau plutôt que par site (Ctrl+T)</translation>
    </message>
    <message>
        <source>Show the &amp;device</source>
        <translation>Montrer l’&amp;équipement</translation>
    </message>
    <message>
        <source>Show the &amp;picture</source>
        <translation>Afficher l’&amp;image</translation>
    </message>
    <message>
        <source>Show the devices on the map</source>
        <translation>Afficher les équipements sur la carte</translation>
    </message>
    <message>
        <source>Show the extents of the datasets on the map</source>
        <translation>Montrer les emprises des jeux de données sur la carte</translation>
    </message>
    <message>
        <source>Show the values the plugin comes with; nothing is stored before OK.</source>
        <translation>Afficher les valeurs d’origine de l’extension&#xa0;; rien n’est enregistré avant OK.</translation>
    </message>
    <message>
        <source>Show what would be sent and what forbids it; nothing is sent</source>
        <translation>Montrer ce qui serait envoyé et ce qui l’interdit&#xa0;; rien n’est envoyé</translation>
    </message>
    <message>
        <source>Shows what a command would send to a device; sends it once confirmed, and waits for the proof.</source>
        <translation>Montre ce qu’une commande enverrait à un équipement&#xa0;; l’envoie une fois confirmée, et attend la preuve.</translation>
    </message>
    <message>
        <source>Shows what publishing a record and its file on a RUDI node would change; sends it once agreed to.</source>
        <translation>Montrer ce que changerait la publication d’une fiche et de son fichier sur un nœud RUDI&#xa0;; l’envoyer une fois accepté.</translation>
    </message>
    <message>
        <source>Side of a cell of the map; when predictors are given, the cells are those of the first one.</source>
        <translation>Côté d’une cellule de la carte&#xa0;; quand des prédicteurs sont donnés, les cellules sont celles du premier.</translation>
    </message>
    <message>
        <source>Side of a cell of the result, rounded to whole cells of the raster; 0 keeps the cells of the raster.</source>
        <translation>Côté d’une cellule du résultat, arrondi à un nombre entier de cellules du raster&#xa0;; 0 garde les cellules du raster.</translation>
    </message>
    <message>
        <source>Side of a cell of the terrain, surface and canopy.</source>
        <translation>Côté d’une cellule du terrain, de la surface et de la canopée.</translation>
    </message>
    <message>
        <source>Side of the town (m)</source>
        <translation>Côté de la ville (m)</translation>
    </message>
    <message>
        <source>Sides of the street</source>
        <translation>Côtés de la rue</translation>
    </message>
    <message>
        <source>Sidewalk width field (m)</source>
        <translation>Champ de largeur du trottoir (m)</translation>
    </message>
    <message>
        <source>Signal</source>
        <translation>Signal</translation>
    </message>
    <message>
        <source>Signal and battery</source>
        <translation>Signal et batterie</translation>
    </message>
    <message>
        <source>Signs of personal data</source>
        <translation>Indices de données personnelles</translation>
    </message>
    <message>
        <source>Signs of personal data (JSON)</source>
        <translation>Indices de données personnelles (JSON)</translation>
    </message>
    <message>
        <source>Similar datasets</source>
        <translation>Jeux de données similaires</translation>
    </message>
    <message>
        <source>Simulate equipment</source>
        <translation>Simuler des équipements</translation>
    </message>
    <message>
        <source>Simulated seconds in a second (0: all at once)</source>
        <translation>Secondes simulées par seconde (0&#xa0;: tout à la fois)</translation>
    </message>
    <message>
        <source>Simulated time (s)</source>
        <translation>Temps simulé (s)</translation>
    </message>
    <message>
        <source>Since the panel listens; without a recorder nothing is kept.</source>
        <translation>Depuis que le panneau écoute&#xa0;; sans enregistreur, rien n’est conservé.</translation>
    </message>
    <message>
        <source>Site</source>
        <translation>Site</translation>
    </message>
    <message>
        <source>Sites</source>
        <translation>Sites</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Size of an intersection (m)</source>
        <translation>Taille d’un carrefour (m)</translation>
    </message>
    <message>
        <source>Size of the file (bytes)</source>
        <translation>Taille du fichier (octets)</translation>
    </message>
    <message>
        <source>Sky view factor</source>
        <translation>Facteur de vue du ciel</translation>
    </message>
    <message>
        <source>Sky view factor where unknown</source>
        <translation>Facteur de vue du ciel là où il est inconnu</translation>
    </message>
    <message>
        <source>Slope field (%)</source>
        <translation>Champ de pente (%)</translation>
    </message>
    <message>
        <source>Snapping distance (m)</source>
        <translation>Distance d’accrochage (m)</translation>
    </message>
    <message>
        <source>Some algorithms need Python packages that are missing: {packages}.</source>
        <translation>Certains algorithmes nécessitent des paquets Python absents&#xa0;: {packages}.</translation>
    </message>
    <message>
        <source>Some edges of the network have no length; make the network again from its lines.</source>
        <translation>Certains arcs du réseau ont une longueur nulle&#xa0;; recréez le réseau à partir de ses lignes.</translation>
    </message>
    <message>
        <source>Some edges of the network have several parts; make the network again from its lines.</source>
        <translation>Certains arcs du réseau ont plusieurs parties&#xa0;; recréez le réseau à partir de ses lignes.</translation>
    </message>
    <message>
        <source>Some faces lie outside the area that their reference system is made for.</source>
        <translation>Des faces sortent de la zone pour laquelle leur système de coordonnées est fait.</translation>
    </message>
    <message>
        <source>Some observations are left out</source>
        <translation>Des observations sont laissées de côté</translation>
    </message>
    <message>
        <source>Something unexpected stopped this; the details are in QGIS’s message log.</source>
        <translation>Quelque chose d’imprévu a arrêté l’opération&#xa0;; les détails sont dans le journal des messages de QGIS.</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>Source of the layer</source>
        <translation>Source de la couche</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Sources</translation>
    </message>
    <message>
        <source>South (degrees)</source>
        <translation>Sud (degrés)</translation>
    </message>
    <message>
        <source>Spatial quality control (CrowdQC+)</source>
        <translation>Contrôle qualité spatial (CrowdQC+)</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Vitesse</translation>
    </message>
    <message>
        <source>Speed limit field (km/h)</source>
        <translation>Champ de vitesse limite (km/h)</translation>
    </message>
    <message>
        <source>Spent: {wall:.1f} s, {cpu:.1f} processor seconds, {memory:.0f} MB at most</source>
        <translation>Coût&#xa0;: {wall:.1f}&#xa0;s, {cpu:.1f}&#xa0;s de processeur, {memory:.0f}&#xa0;Mo au plus</translation>
    </message>
    <message>
        <source>Spreading factor</source>
        <translation>Facteur d’étalement</translation>
    </message>
    <message>
        <source>St&amp;art</source>
        <translation>&amp;De</translation>
    </message>
    <message>
        <source>Standard error (°C)</source>
        <translation>Erreur type (°C)</translation>
    </message>
    <message>
        <source>Standard error of the heat island (°C)</source>
        <translation>Erreur type de l’îlot de chaleur (°C)</translation>
    </message>
    <message>
        <source>Standard territory</source>
        <translation>Territoire standard</translation>
    </message>
    <message>
        <source>Standard territory prepared from: {sources}.</source>
        <translation>Territoire standard préparé à partir de&#xa0;: {sources}.</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Départ</translation>
    </message>
    <message>
        <source>Start again, without points and routes</source>
        <translation>Recommencer, sans points ni parcours</translation>
    </message>
    <message>
        <source>Start of the random draws: the same seed gives the same folds and intervals.</source>
        <translation>Départ des tirages au hasard&#xa0;: la même graine donne les mêmes plis et les mêmes intervalles.</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>State of devices</source>
        <translation>État des équipements</translation>
    </message>
    <message>
        <source>State of storage</source>
        <translation>État du stockage</translation>
    </message>
    <message>
        <source>State of the command</source>
        <translation>État de la commande</translation>
    </message>
    <message>
        <source>State of the request</source>
        <translation>État de la demande</translation>
    </message>
    <message>
        <source>State: {states}</source>
        <translation>État&#xa0;: {states}</translation>
    </message>
    <message>
        <source>States</source>
        <translation>États</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>Station</translation>
    </message>
    <message>
        <source>Station identifier</source>
        <translation>Identifiant de la station</translation>
    </message>
    <message>
        <source>Station identifier in the table</source>
        <translation>Identifiant de la station dans la table</translation>
    </message>
    <message>
        <source>Stations</source>
        <translation>Stations</translation>
    </message>
    <message>
        <source>Stations checked</source>
        <translation>Stations contrôlées</translation>
    </message>
    <message>
        <source>Stations used</source>
        <translation>Stations utilisées</translation>
    </message>
    <message>
        <source>Stations with their heat island</source>
        <translation>Stations avec leur îlot de chaleur</translation>
    </message>
    <message>
        <source>Stations with their heat island, such as the output of the heat-island nights; 10 at least.</source>
        <translation>Stations avec leur îlot de chaleur, comme la sortie des nuits d’îlot de chaleur&#xa0;; 10 au moins.</translation>
    </message>
    <message>
        <source>Stations without a place are left out: {names}.</source>
        <translation>Les stations sans emplacement sont laissées de côté&#xa0;: {names}.</translation>
    </message>
    <message>
        <source>Stations, the worst first</source>
        <translation>Stations, les plus mauvaises d’abord</translation>
    </message>
    <message>
        <source>Steepest slope for wheelchairs (%)</source>
        <translation>Pente maximale pour les fauteuils (%)</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Étape</translation>
    </message>
    <message>
        <source>Step (minutes)</source>
        <translation>Pas (minutes)</translation>
    </message>
    <message>
        <source>Step of the series (minutes)</source>
        <translation>Pas de la série (minutes)</translation>
    </message>
    <message>
        <source>Steps field</source>
        <translation>Champ des marches</translation>
    </message>
    <message>
        <source>Stop &amp;waiting</source>
        <translation>Cesser d’&amp;attendre</translation>
    </message>
    <message>
        <source>Stop the run (Esc)</source>
        <translation>Arrêter l’exécution (Échap)</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Arrêt en cours…</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>Base</translation>
    </message>
    <message>
        <source>Stores of equipment (*.gpkg)</source>
        <translation>Bases d’équipements (*.gpkg)</translation>
    </message>
    <message>
        <source>Storeys field</source>
        <translation>Champ des étages</translation>
    </message>
    <message>
        <source>Street by street</source>
        <translation>Rue par rue</translation>
    </message>
    <message>
        <source>Street class field</source>
        <translation>Champ de classe de rue</translation>
    </message>
    <message>
        <source>Street equipment</source>
        <translation>Mobilier urbain</translation>
    </message>
    <message>
        <source>Street segments: best a walking network with shade, since it brings slope, sun profiles and nodes; any line layer will do.</source>
        <translation>Tronçons de rue&#xa0;: de préférence un réseau piéton ombré, qui apporte pente, profils de soleil et nœuds&#xa0;; toute couche de lignes convient.</translation>
    </message>
    <message>
        <source>Streets</source>
        <translation>Rues</translation>
    </message>
    <message>
        <source>Streets and areas within some minutes of places on foot, a minute in the sun counting more.</source>
        <translation>Rues et surfaces à quelques minutes de lieux à pied, une minute au soleil comptant plus.</translation>
    </message>
    <message>
        <source>Streets and paths</source>
        <translation>Rues et chemins</translation>
    </message>
    <message>
        <source>Streets and people by minute</source>
        <translation>Rues et habitants par minute</translation>
    </message>
    <message>
        <source>Streets beside a place (m)</source>
        <translation>Rues le long d’un lieu (m)</translation>
    </message>
    <message>
        <source>Streets failing accessibility</source>
        <translation>Rues non conformes à l’accessibilité</translation>
    </message>
    <message>
        <source>Streets or walking network</source>
        <translation>Rues ou réseau piéton</translation>
    </message>
    <message>
        <source>Streets reached</source>
        <translation>Rues atteintes</translation>
    </message>
    <message>
        <source>Streets reached with the sun, as a share of those without</source>
        <translation>Rues atteintes avec le soleil, en part de celles atteintes sans</translation>
    </message>
    <message>
        <source>Streets with min_to_cool, place_id and served_pct.</source>
        <translation>Rues avec min_to_cool, place_id et served_pct.</translation>
    </message>
    <message>
        <source>Streets within 300 m (%)</source>
        <translation>Rues à 300 m au plus (%)</translation>
    </message>
    <message>
        <source>Streets within the longest walk (%)</source>
        <translation>Rues à la durée maximale de marche au plus (%)</translation>
    </message>
    <message>
        <source>Strength of the ridge (empty: automatic)</source>
        <translation>Force de la régression ridge (vide&#xa0;: automatique)</translation>
    </message>
    <message>
        <source>Strict</source>
        <translation>Contrôle strict</translation>
    </message>
    <message>
        <source>Strong heat island from (°C)</source>
        <translation>Fort îlot de chaleur à partir de (°C)</translation>
    </message>
    <message>
        <source>Strongest heat island of a night (°C)</source>
        <translation>Îlot de chaleur le plus fort d’une nuit (°C)</translation>
    </message>
    <message>
        <source>Summer shade field (%)</source>
        <translation>Champ d’ombre d’été (%)</translation>
    </message>
    <message>
        <source>Sun</source>
        <translation>Soleil</translation>
    </message>
    <message>
        <source>Sun
(m)</source>
        <translation>Soleil
(m)</translation>
    </message>
    <message>
        <source>Sun and shade along the way</source>
        <translation>Soleil et ombre le long du chemin</translation>
    </message>
    <message>
        <source>Sun and shade of a clear sky, from the heights of buildings, ground and trees; clouds, awnings and works are not known. Check access and safety on the spot.</source>
        <translation>Soleil et ombre par ciel clair, d’après les hauteurs du bâti, du sol et des arbres&#xa0;; nuages, auvents et travaux ne sont pas connus. Vérifiez accès et sécurité sur place.</translation>
    </message>
    <message>
        <source>Sun position</source>
        <translation>Position du soleil</translation>
    </message>
    <message>
        <source>Sun spared</source>
        <translation>Soleil évité</translation>
    </message>
    <message>
        <source>Sun {elevation:.1f} degrees high; global radiation {ghi:.0f} W/m², of which {diffuse:.0f} diffuse.</source>
        <translation>Soleil à {elevation:.1f} degrés de hauteur&#xa0;; rayonnement global {ghi:.0f} W/m², dont {diffuse:.0f} de diffus.</translation>
    </message>
    <message>
        <source>Sun: elevation {elevation:.1f} degrees, azimuth {azimuth:.1f} from grid north.</source>
        <translation>Soleil&#xa0;: hauteur {elevation:.1f}&#xa0;degrés, azimut {azimuth:.1f} depuis le nord du quadrillage.</translation>
    </message>
    <message>
        <source>Sunlight measured on a flat surface at that hour; empty takes that of a cloudless sky (about 900 W/m² at noon in summer).</source>
        <translation>Lumière du soleil mesurée sur une surface horizontale à cette heure&#xa0;; vide, celle d’un ciel sans nuage (environ 900 W/m² à midi en été).</translation>
    </message>
    <message>
        <source>Suppressed by another alarm</source>
        <translation>Inhibée par une autre alarme</translation>
    </message>
    <message>
        <source>Surface</source>
        <translation>Surface</translation>
    </message>
    <message>
        <source>Surface and obstacles field</source>
        <translation>Champ de revêtement et d’obstacles</translation>
    </message>
    <message>
        <source>Surface model: terrain and buildings (m)</source>
        <translation>Modèle numérique de surface (MNS)&#xa0;: terrain et bâtiments (m)</translation>
    </message>
    <message>
        <source>Surface: without LiDAR, roofs are flat at their height above the median terrain of the footprint and crowns are ellipsoids. With a LiDAR surface and a terrain model, the surface inside footprints is the roof and what stands 2 m or more above the terrain elsewhere is canopy.</source>
        <translation>Surface&#xa0;: sans LiDAR, les toits sont plats, à leur hauteur au-dessus du terrain médian de l’emprise au sol, et les houppiers sont des ellipsoïdes. Avec un MNS LiDAR et un modèle numérique de terrain, la surface dans les emprises au sol est le toit, et ce qui dépasse ailleurs le terrain de 2&#xa0;m ou plus est de la canopée.</translation>
    </message>
    <message>
        <source>Surfaces, holes and method: as in the algorithm that casts shadows.</source>
        <translation>Surfaces, trous et méthode&#xa0;: comme dans l’algorithme «&#xa0;Ombres portées&#xa0;».</translation>
    </message>
    <message>
        <source>Survey answers</source>
        <translation>Réponses à l’enquête</translation>
    </message>
    <message>
        <source>Suspect</source>
        <translation>Suspectes</translation>
    </message>
    <message>
        <source>Suspect observations</source>
        <translation>Observations suspectes</translation>
    </message>
    <message>
        <source>Swap start and end</source>
        <translation>Échanger le départ et l’arrivée</translation>
    </message>
    <message>
        <source>Symbols and labels travel in a GeoPackage only.</source>
        <translation>Symboles et étiquettes ne voyagent que dans un GeoPackage.</translation>
    </message>
    <message>
        <source>Synopsis</source>
        <translation>Synopsis</translation>
    </message>
    <message>
        <source>Synthetic data made by City Orchestra: this place does not exist.</source>
        <translation>Données synthétiques créées par City Orchestra&#xa0;: ce lieu n’existe pas.</translation>
    </message>
    <message>
        <source>T&amp;emplates</source>
        <translation>&amp;Modèles</translation>
    </message>
    <message>
        <source>T&amp;heme</source>
        <translation>Thè&amp;me</translation>
    </message>
    <message>
        <source>T1 must be after T0; without T1 the end is now.</source>
        <translation>T1 doit être après T0&#xa0;; sans T1, la fin est maintenant.</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Table</translation>
    </message>
    <message>
        <source>Table of frames</source>
        <translation>Table des trames</translation>
    </message>
    <message>
        <source>Table of how many rows were, or would be, written and deleted.</source>
        <translation>Table du nombre de lignes écrites et supprimées, ou qui le seraient.</translation>
    </message>
    <message>
        <source>Table of limits (CSV)</source>
        <translation>Table des limites (CSV)</translation>
    </message>
    <message>
        <source>Table of surfaces</source>
        <translation>Table des surfaces</translation>
    </message>
    <message>
        <source>Table of the answers; points for the comments.</source>
        <translation>Table des réponses&#xa0;; points pour les commentaires.</translation>
    </message>
    <message>
        <source>Table of the faults; empty when there is none.</source>
        <translation>Table des défauts&#xa0;; vide s’il n’y en a pas.</translation>
    </message>
    <message>
        <source>Table of the pairs that have no route, with the reason.</source>
        <translation>Table des paires sans parcours, avec la raison.</translation>
    </message>
    <message>
        <source>Table of the series, with how many observations were, or would be, sent.</source>
        <translation>Table des séries, avec le nombre d’observations envoyées ou à envoyer.</translation>
    </message>
    <message>
        <source>Table of weights: give it to the walkability score.</source>
        <translation>Table des poids&#xa0;: donnez-la à la note de marchabilité.</translation>
    </message>
    <message>
        <source>Table of what was noticed and of what a portal would refuse.</source>
        <translation>Table de ce qui a été remarqué et de ce qu’un portail refuserait.</translation>
    </message>
    <message>
        <source>Table with one row per instant: UTC and local time, azimuth, elevation and grid azimuth in degrees.</source>
        <translation>Table d’une ligne par instant&#xa0;: heure UTC et heure locale, azimut, hauteur et azimut de grille en degrés.</translation>
    </message>
    <message>
        <source>Table with one row per night: strongest heat island, stations used, whether it is selected.</source>
        <translation>Table d’une ligne par nuit&#xa0;: îlot de chaleur le plus fort, stations utilisées, nuit retenue ou non.</translation>
    </message>
    <message>
        <source>Table with the columns code, albedo, emissivity, k, t0 and t_max, which replaces or completes that of the suite (resources/tables/land_cover.csv) code by code.</source>
        <translation>Table aux colonnes code, albedo, emissivity, k, t0 et t_max, qui remplace ou complète celle de la suite (resources/tables/land_cover.csv) code par code.</translation>
    </message>
    <message>
        <source>Table with the columns indicator and w to draw the fit to, in place of those of the suite.</source>
        <translation>Table avec les colonnes indicator et w vers laquelle tirer le calage, à la place des poids de la suite.</translation>
    </message>
    <message>
        <source>Table with the columns indicator and w, such as the output of the survey fit; indicators that it does not name weigh nothing. Without it the default weights are used.</source>
        <translation>Table avec les colonnes indicator et w, telle que le résultat du calage sur une enquête&#xa0;; les indicateurs qu’elle ne nomme pas ne pèsent rien. Sans elle, les poids par défaut servent.</translation>
    </message>
    <message>
        <source>Table with the columns indicator, x (measure) and v (value from 0 to 1), one row per break point, to replace those of the suite.</source>
        <translation>Table avec les colonnes indicator, x (mesure) et v (valeur de 0 à 1), une ligne par point de rupture, pour remplacer celles de la suite.</translation>
    </message>
    <message>
        <source>Table with the columns variable (a field of the answers, such as age, sex or municipality), category and population: respondents are weighted so that the survey has these shares.</source>
        <translation>Table avec les colonnes variable (un champ des réponses, tel qu’âge, sexe ou commune), category et population&#xa0;: les répondants sont pondérés pour que l’enquête ait ces parts.</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>Tables</translation>
    </message>
    <message>
        <source>Take &amp;out of service…</source>
        <translation>Mettre &amp;hors service…</translation>
    </message>
    <message>
        <source>Take alarms out of service</source>
        <translation>Mettre des alarmes hors service</translation>
    </message>
    <message>
        <source>Take all filters away</source>
        <translation>Retirer tous les filtres</translation>
    </message>
    <message>
        <source>Take away the filter {facet}: {value}</source>
        <translation>Retirer le filtre {facet}&#xa0;: {value}</translation>
    </message>
    <message>
        <source>Take everything that is over off the list; files that are whole stay</source>
        <translation>Retirer de la liste tout ce qui est terminé&#xa0;; les fichiers complets restent</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>Retirer de la liste</translation>
    </message>
    <message>
        <source>Take off the list; files that are whole stay (Del)</source>
        <translation>Retirer de la liste&#xa0;; les fichiers complets restent (Suppr)</translation>
    </message>
    <message>
        <source>Taken for the streets of which the network does not know the sky view factor (field svf).</source>
        <translation>Pris pour les rues dont le réseau ne connaît pas le facteur de vue du ciel (champ svf).</translation>
    </message>
    <message>
        <source>Te&amp;rrain model (optional)</source>
        <translation>Modèle &amp;numérique de terrain (facultatif)</translation>
    </message>
    <message>
        <source>Temperature &amp;of the air</source>
        <translation>T&amp;empérature de l’air</translation>
    </message>
    <message>
        <source>Temperature field (°C)</source>
        <translation>Champ de la température (°C)</translation>
    </message>
    <message>
        <source>Temperature of the air in the shade at that hour, at a station or from a forecast.</source>
        <translation>Température de l’air à l’ombre à cette heure, d’une station ou d’une prévision.</translation>
    </message>
    <message>
        <source>Temperature stations</source>
        <translation>Stations de température</translation>
    </message>
    <message>
        <source>Temperature table</source>
        <translation>Table des températures</translation>
    </message>
    <message>
        <source>Term</source>
        <translation>Terme</translation>
    </message>
    <message>
        <source>Terms of use</source>
        <translation>Conditions d’utilisation</translation>
    </message>
    <message>
        <source>Terrain</source>
        <translation>Terrain</translation>
    </message>
    <message>
        <source>Terrain model (m)</source>
        <translation>Modèle numérique de terrain (MNT, m)</translation>
    </message>
    <message>
        <source>Territory</source>
        <translation>Territoire</translation>
    </message>
    <message>
        <source>Test {name}</source>
        <translation>Tester {name}</translation>
    </message>
    <message>
        <source>Tests</source>
        <translation>Tests</translation>
    </message>
    <message>
        <source>Tests the observations of a store and gives each a QARTOD flag: 1 good, 2 not evaluated, 3 suspect, 4 fail, 9 missing. range: outside what is possible; step: a change too great for the time that passed; flat: no change for too long; hampel: far from the median of seven values around it.</source>
        <translation>Teste les observations d’une base et donne à chacune un drapeau QARTOD&#xa0;: 1 bonne, 2 non évaluée, 3 suspecte, 4 en échec, 9 manquante. range&#xa0;: hors de ce qui est possible&#xa0;; step&#xa0;: changement trop grand pour le temps écoulé&#xa0;; flat&#xa0;: aucun changement pendant trop longtemps&#xa0;; hampel&#xa0;: loin de la médiane des sept valeurs qui l’entourent.</translation>
    </message>
    <message>
        <source>Text values are in the long form without aggregation only. The store keeps observations 13 months by default; before that only buckets are left.</source>
        <translation>Les valeurs de texte ne figurent que dans la forme longue sans agrégation. La base garde les observations 13 mois par défaut&#xa0;; plus tôt, il ne reste que les tranches.</translation>
    </message>
    <message>
        <source>That makes {count} buckets; choose a longer step or a shorter period.</source>
        <translation>Cela fait {count} agrégats&#xa0;; choisissez un pas plus long ou une période plus courte.</translation>
    </message>
    <message>
        <source>The BibTeX entry is in the clipboard.</source>
        <translation>L’entrée BibTeX est dans le presse-papiers.</translation>
    </message>
    <message>
        <source>The CODE of the run that showed the plan; it holds for ten minutes and for this plan alone.</source>
        <translation>Le CODE de l’exécution qui a montré le plan&#xa0;; il vaut dix minutes et pour ce plan seul.</translation>
    </message>
    <message>
        <source>The CRS of the map cannot show this extent; choose another CRS for the project.</source>
        <translation>Le SCR de la carte ne peut pas montrer cette emprise&#xa0;; choisissez un autre SCR pour le projet.</translation>
    </message>
    <message>
        <source>The CRS {crs} is not in metres; choose one such as Lambert-93 (EPSG:2154), or leave it empty.</source>
        <translation>Le SCR {crs} n’est pas en mètres&#xa0;; choisissez-en un tel que Lambert-93 (EPSG:2154), ou laissez-le vide.</translation>
    </message>
    <message>
        <source>The DCAT document is nested or long beyond reason; it was not read.</source>
        <translation>Le document DCAT est imbriqué ou long au-delà du raisonnable&#xa0;; il n’a pas été lu.</translation>
    </message>
    <message>
        <source>The DIGEST of the run that showed what would be sent.</source>
        <translation>Le DIGEST de l’exécution qui a montré ce qui serait envoyé.</translation>
    </message>
    <message>
        <source>The Dask scheduler {address} does not answer; check the address, or leave it empty to use this machine. ({cause})</source>
        <translation>L’ordonnanceur Dask {address} ne répond pas&#xa0;; vérifiez l’adresse, ou laissez-la vide pour utiliser cette machine. ({cause})</translation>
    </message>
    <message>
        <source>The Dask scheduler {address} has no worker; start at least one, or leave the address empty to use this machine.</source>
        <translation>L’ordonnanceur Dask {address} n’a aucun processus de calcul&#xa0;; démarrez-en au moins un, ou laissez l’adresse vide pour utiliser cette machine.</translation>
    </message>
    <message>
        <source>The GeoPackage {path} cannot be written; check the folder and its rights. ({cause})</source>
        <translation>Le GeoPackage {path} ne peut pas être écrit&#xa0;; vérifiez le dossier et ses droits. ({cause})</translation>
    </message>
    <message>
        <source>The MQTT version of the broker profile must be 3.1.1 or 5, not {given}.</source>
        <translation>La version MQTT du profil de courtier doit être 3.1.1 ou 5, pas {given}.</translation>
    </message>
    <message>
        <source>The QoS of the broker profile must be 0 or 1, not {qos}.</source>
        <translation>La QoS du profil de courtier doit être 0 ou 1, pas {qos}.</translation>
    </message>
    <message>
        <source>The Things Stack</source>
        <translation>The Things Stack</translation>
    </message>
    <message>
        <source>The WFS {url} gave no features: {reason}. Tell its producer.</source>
        <translation>Le WFS {url} n’a donné aucune entité&#xa0;: {reason}. Prévenez son producteur.</translation>
    </message>
    <message>
        <source>The WFS, WMS or WMTS of a dataset as a layer, limited to an extent if wanted.</source>
        <translation>Le WFS, WMS ou WMTS d’un jeu de données comme couche, limité au besoin à une emprise.</translation>
    </message>
    <message>
        <source>The WMTS {url} has no layer called “{layer}”; tell the producer of the record.</source>
        <translation>Le WMTS {url} n’a pas de couche nommée «&#xa0;{layer}&#xa0;»&#xa0;; prévenez le producteur de la fiche.</translation>
    </message>
    <message>
        <source>The account is accepted.</source>
        <translation>Le compte est accepté.</translation>
    </message>
    <message>
        <source>The address does not begin with http or https; it will not be opened.</source>
        <translation>L’adresse ne commence pas par http ou https&#xa0;; elle ne sera pas ouverte.</translation>
    </message>
    <message>
        <source>The address holds a user name or a password, which everybody will read.</source>
        <translation>L’adresse contient un nom d’utilisateur ou un mot de passe, que tout le monde lira.</translation>
    </message>
    <message>
        <source>The address holds a user name or password; it was removed from what is shown.</source>
        <translation>L’adresse contient un nom d’utilisateur ou un mot de passe&#xa0;; il a été retiré de ce qui est affiché.</translation>
    </message>
    <message>
        <source>The address is in the clipboard.</source>
        <translation>L’adresse est dans le presse-papiers.</translation>
    </message>
    <message>
        <source>The address is relative to the portal; it is completed when it is used.</source>
        <translation>L’adresse est relative au portail&#xa0;; elle est complétée au moment de son emploi.</translation>
    </message>
    <message>
        <source>The address of a CSW service is asked for its records, in their short form (Dublin Core). Identifiers that are no UUID are replaced by one made from them, the same at each import; the former one is kept as local identifier.</source>
        <translation>À l’adresse d’un service CSW sont demandées ses fiches, sous leur forme courte (Dublin Core). Un identifiant qui n’est pas un UUID est remplacé par un UUID fait d’après lui, le même à chaque import&#xa0;; l’ancien est gardé comme identifiant local.</translation>
    </message>
    <message>
        <source>The address of the store holds a password. Take it out, and keep it in the file .pgpass or in the variable PGPASSWORD.</source>
        <translation>L’adresse de la base contient un mot de passe. Retirez-le, et gardez-le dans le fichier .pgpass ou dans la variable PGPASSWORD.</translation>
    </message>
    <message>
        <source>The alarm is in service.</source>
        <translation>L’alarme est en service.</translation>
    </message>
    <message>
        <source>The alarm is not shelved.</source>
        <translation>L’alarme n’est pas en sourdine.</translation>
    </message>
    <message>
        <source>The alarm is out of service already.</source>
        <translation>L’alarme est déjà hors service.</translation>
    </message>
    <message>
        <source>The alarm is out of service; it is not shelved.</source>
        <translation>L’alarme est hors service&#xa0;; elle n’est pas mise en sourdine.</translation>
    </message>
    <message>
        <source>The alarm {number} is not in the store.</source>
        <translation>L’alarme {number} n’est pas dans la base.</translation>
    </message>
    <message>
        <source>The alarm {rule} on {device} is in service.</source>
        <translation>L’alarme {rule} sur {device} est en service.</translation>
    </message>
    <message>
        <source>The alarm {rule} on {device} is not shelved.</source>
        <translation>L’alarme {rule} sur {device} n’est pas en sourdine.</translation>
    </message>
    <message>
        <source>The algorithm stopped without saying why; the details are in QGIS’s message log.</source>
        <translation>L’algorithme s’est arrêté sans dire pourquoi&#xa0;; consultez les détails dans le journal des messages de QGIS.</translation>
    </message>
    <message>
        <source>The algorithm {id} is not there; reload the plugin City Orchestra.</source>
        <translation>L’algorithme {id} est introuvable&#xa0;; rechargez l’extension City Orchestra.</translation>
    </message>
    <message>
        <source>The answer of {url} is larger than the {megabytes:.0f} MB that are allowed.</source>
        <translation>La réponse de {url} dépasse les {megabytes:.0f} Mo autorisés.</translation>
    </message>
    <message>
        <source>The application of {device} at its network server is not known: give APPLICATION, or keep the messages as they come when recording.</source>
        <translation>L’application de {device} sur son serveur de réseau n’est pas connue&#xa0;: donnez APPLICATION, ou conservez les messages bruts à l’enregistrement.</translation>
    </message>
    <message>
        <source>The archive {name} holds nothing that QGIS can draw or list: {members}.</source>
        <translation>L’archive {name} ne contient rien que QGIS sache dessiner ou lister&#xa0;: {members}.</translation>
    </message>
    <message>
        <source>The archive {name} is damaged; download it again, or tell its producer.</source>
        <translation>L’archive {name} est endommagée&#xa0;; téléchargez-la de nouveau, ou prévenez son producteur.</translation>
    </message>
    <message>
        <source>The archive {name} is encrypted; ask its producer for the password.</source>
        <translation>L’archive {name} est chiffrée&#xa0;; demandez le mot de passe à son producteur.</translation>
    </message>
    <message>
        <source>The archive {name} was not opened: it has more than {limit} members. Unpack it yourself if you trust it.</source>
        <translation>L’archive {name} n’a pas été ouverte&#xa0;: elle a plus de {limit} éléments. Décompressez-la vous-même si vous lui faites confiance.</translation>
    </message>
    <message>
        <source>The archive {name} was not opened: it would grow out of proportion. Unpack it yourself if you trust it.</source>
        <translation>L’archive {name} n’a pas été ouverte&#xa0;: elle grossirait démesurément. Décompressez-la vous-même si vous lui faites confiance.</translation>
    </message>
    <message>
        <source>The archive {name} was not opened: its member “{member}” leads out of its folder. Tell its producer.</source>
        <translation>L’archive {name} n’a pas été ouverte&#xa0;: son élément «&#xa0;{member}&#xa0;» sort de son dossier. Prévenez son producteur.</translation>
    </message>
    <message>
        <source>The authentication configuration “{authcfg}” cannot be read: give QGIS its master password. With qgis_process, name a file that holds it in QGIS_AUTH_PASSWORD_FILE.</source>
        <translation>La configuration d’authentification «&#xa0;{authcfg}&#xa0;» ne peut pas être lue&#xa0;: donnez à QGIS son mot de passe principal. Avec qgis_process, désignez dans QGIS_AUTH_PASSWORD_FILE un fichier qui le contient.</translation>
    </message>
    <message>
        <source>The authentication configuration “{authcfg}” has the method {method}; a broker takes Basic or PKI-Paths.</source>
        <translation>La configuration d’authentification «&#xa0;{authcfg}&#xa0;» a la méthode {method}&#xa0;; un courtier accepte Basic ou PKI-Paths.</translation>
    </message>
    <message>
        <source>The authentication configuration “{authcfg}” has the method {method}; use Basic, OAuth2 or API header.</source>
        <translation>La configuration d’authentification «&#xa0;{authcfg}&#xa0;» est de type {method}&#xa0;; utilisez Basic, OAuth2 ou en-tête d’API.</translation>
    </message>
    <message>
        <source>The azimuth is given clockwise from true north and from the north of the grid of the map, which differ by the convergence of the meridians (3.4 degrees in Rennes in Lambert-93). The elevation includes the refraction of a standard atmosphere.</source>
        <translation>L’azimut est donné dans le sens des aiguilles d’une montre depuis le nord géographique et depuis le nord du quadrillage de la carte, qui diffèrent de la convergence des méridiens (3,4&#xa0;degrés à Rennes en Lambert-93). La hauteur comprend la réfraction d’une atmosphère standard.</translation>
    </message>
    <message>
        <source>The back office of a node wants a token (JWT): choose an authentication configuration of type API header, or one of type Basic whose realm is “token” and whose password is the token.</source>
        <translation>L’API d’administration d’un nœud demande un jeton (JWT)&#xa0;: choisissez une configuration d’authentification de type en-tête d’API, ou de type Basic dont le domaine (realm) est «&#xa0;token&#xa0;» et dont le mot de passe est le jeton.</translation>
    </message>
    <message>
        <source>The battery chemistry {chemistry} is not in the table; choose one of {names}.</source>
        <translation>La chimie de batterie {chemistry} n’est pas dans la table&#xa0;; choisissez l’une de {names}.</translation>
    </message>
    <message>
        <source>The battery level of a device status is 0 to 255, not {byte}.</source>
        <translation>Le niveau de batterie d’un état d’équipement va de 0 à 255&#xa0;; {byte} n’est pas possible.</translation>
    </message>
    <message>
        <source>The best one for whom a metre in the sun is worth {alpha} in the shade.</source>
        <translation>Le meilleur pour qui un mètre au soleil en vaut {alpha} à l’ombre.</translation>
    </message>
    <message>
        <source>The boiler room answers commands as time passes: SPEED must be above 0.</source>
        <translation>La chaufferie répond aux commandes à mesure que le temps passe&#xa0;: SPEED doit être supérieur à 0.</translation>
    </message>
    <message>
        <source>The bounds of step m2 are two shares, the lower first, and step m5 needs 3 neighbours or more.</source>
        <translation>Les bornes de l’étape m2 sont deux proportions, la plus basse d’abord, et l’étape m5 demande au moins 3 voisins.</translation>
    </message>
    <message>
        <source>The broker answers.</source>
        <translation>Le courtier répond.</translation>
    </message>
    <message>
        <source>The broker does not answer: {reason}.</source>
        <translation>Le courtier ne répond pas&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>The broker never answered: {reason}.</source>
        <translation>Le courtier n’a jamais répondu&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>The broker profile asks for a connection without TLS to {host}: everyone on the way could read and change it. Use TLS, or write allow_plain: true if the way is safe.</source>
        <translation>Le profil de courtier demande une connexion sans TLS vers {host}&#xa0;: n’importe qui sur le trajet pourrait la lire et la modifier. Utilisez TLS, ou écrivez allow_plain: true si le trajet est sûr.</translation>
    </message>
    <message>
        <source>The broker profile does not say “{name}”.</source>
        <translation>Le profil de courtier n’indique pas «&#xa0;{name}&#xa0;».</translation>
    </message>
    <message>
        <source>The broker profile has an unknown entry “{name}”.</source>
        <translation>Le profil de courtier a une entrée inconnue «&#xa0;{name}&#xa0;».</translation>
    </message>
    <message>
        <source>The broker profile holds a secret under “{name}”. Take it out, and name where it is kept: password_environment, password_file or password_credential.</source>
        <translation>Le profil de courtier contient un secret sous «&#xa0;{name}&#xa0;». Retirez-le, et indiquez où il est gardé&#xa0;: password_environment, password_file ou password_credential.</translation>
    </message>
    <message>
        <source>The broker profile names no host.</source>
        <translation>Le profil de courtier ne nomme aucun hôte.</translation>
    </message>
    <message>
        <source>The broker profile names no topic.</source>
        <translation>Le profil de courtier ne nomme aucun sujet.</translation>
    </message>
    <message>
        <source>The broker profile {path} cannot be read.</source>
        <translation>Le profil de courtier {path} ne peut pas être lu.</translation>
    </message>
    <message>
        <source>The broker profile {path} is not a list of names and values.</source>
        <translation>Le profil de courtier {path} n’est pas une liste de noms et de valeurs.</translation>
    </message>
    <message>
        <source>The broker profile {path} is too long.</source>
        <translation>Le profil de courtier {path} est trop long.</translation>
    </message>
    <message>
        <source>The broker refuses the topics {topics}.</source>
        <translation>Le courtier refuse les sujets {topics}.</translation>
    </message>
    <message>
        <source>The broker “{name}” is for reading only: commands are not enabled in its profile. Nothing was sent.</source>
        <translation>Le courtier «&#xa0;{name}&#xa0;» est en lecture seule&#xa0;: les commandes ne sont pas activées dans son profil. Rien n’a été envoyé.</translation>
    </message>
    <message>
        <source>The broker “{name}” is for reading only: its settings allow no command.</source>
        <translation>Le courtier «&#xa0;{name}&#xa0;» est en lecture seule&#xa0;: ses réglages n’autorisent aucune commande.</translation>
    </message>
    <message>
        <source>The buckets need a step above zero and an end after the start.</source>
        <translation>Les agrégats demandent un pas supérieur à zéro et une fin postérieure au début.</translation>
    </message>
    <message>
        <source>The budgets must be minutes above 0 separated by commas, like 5,10,15, not {text}.</source>
        <translation>Les budgets doivent être des minutes supérieures à 0 séparées par des virgules, comme 5,10,15, et non {text}.</translation>
    </message>
    <message>
        <source>The bytes of the frame, in hexadecimal digits or base64.</source>
        <translation>Les octets de la trame, en chiffres hexadécimaux ou en base64.</translation>
    </message>
    <message>
        <source>The calendar has buckets of a day or of a month, not {unit}.</source>
        <translation>Le calendrier a des agrégats d’un jour ou d’un mois, pas de {unit}.</translation>
    </message>
    <message>
        <source>The catalogue announces no checksum: nothing tells whether this is the right file.</source>
        <translation>Le catalogue n’annonce pas d’empreinte&#xa0;: rien ne dit si c’est le bon fichier.</translation>
    </message>
    <message>
        <source>The catalogue cannot be asked</source>
        <translation>Le catalogue ne peut pas être interrogé</translation>
    </message>
    <message>
        <source>The catalogue gives no page for this dataset.</source>
        <translation>Le catalogue ne donne pas de page pour ce jeu de données.</translation>
    </message>
    <message>
        <source>The catalogue has {matched} records, of which {count} were read.</source>
        <translation>Le catalogue a {matched} fiches, dont {count} ont été lues.</translation>
    </message>
    <message>
        <source>The cell size must be a number of metres above zero, not {size}.</source>
        <translation>La taille de cellule doit être un nombre de mètres supérieur à zéro, et non {size}.</translation>
    </message>
    <message>
        <source>The cells of the raster {name} are not square; resample it to square cells, then run again.</source>
        <translation>Les cellules du raster {name} ne sont pas carrées&#xa0;; rééchantillonnez-le en cellules carrées, puis relancez.</translation>
    </message>
    <message>
        <source>The certificate of {url} cannot be trusted, so nothing was sent: {cause}.</source>
        <translation>Le certificat de {url} n’est pas digne de confiance, rien n’a donc été envoyé&#xa0;: {cause}.</translation>
    </message>
    <message>
        <source>The certificates of the broker profile cannot be used: {reason}.</source>
        <translation>Les certificats du profil de courtier ne peuvent pas être utilisés&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>The chain breaks at line {line}: the record was changed, or a part of it is gone.</source>
        <translation>La chaîne se rompt à la ligne {line}&#xa0;: le registre a été modifié, ou une partie en a disparu.</translation>
    </message>
    <message>
        <source>The chain is whole</source>
        <translation>La chaîne est intacte</translation>
    </message>
    <message>
        <source>The chain is whole: {count} lines.</source>
        <translation>La chaîne est intacte&#xa0;: {count} lignes.</translation>
    </message>
    <message>
        <source>The checksum is no {algorithm} digest: the file cannot be verified.</source>
        <translation>La somme de contrôle n’est pas une empreinte {algorithm}&#xa0;: le fichier ne peut pas être vérifié.</translation>
    </message>
    <message>
        <source>The checksum is not a real one; the file cannot be verified after download.</source>
        <translation>La somme de contrôle n’en est pas une&#xa0;; le fichier ne pourra pas être vérifié après téléchargement.</translation>
    </message>
    <message>
        <source>The choices changed since these routes were found; find routes again.</source>
        <translation>Les choix ont changé depuis que ces parcours ont été trouvés&#xa0;; relancez la recherche.</translation>
    </message>
    <message>
        <source>The choices follow none of the indicators: what was chosen does not have better values. Check the column that tells which alternative was chosen.</source>
        <translation>Les choix ne suivent aucun indicateur&#xa0;: ce qui a été choisi n’a pas de meilleures valeurs. Vérifiez la colonne qui dit quelle alternative a été choisie.</translation>
    </message>
    <message>
        <source>The chosen dataset</source>
        <translation>Le jeu de données choisi</translation>
    </message>
    <message>
        <source>The chosen device</source>
        <translation>L’équipement choisi</translation>
    </message>
    <message>
        <source>The chosen route on one page to print: map, sun, streets</source>
        <translation>Le parcours choisi sur une page à imprimer&#xa0;: carte, soleil, rues</translation>
    </message>
    <message>
        <source>The chosen route, for a phone or a walking computer</source>
        <translation>Le parcours choisi, pour un téléphone ou un GPS de randonnée</translation>
    </message>
    <message>
        <source>The citation is in the clipboard.</source>
        <translation>La citation est dans le presse-papiers.</translation>
    </message>
    <message>
        <source>The citation is the producer’s own when there is one, else producer, year, title, licence and address. MENTION is what must be written beside the data where the licence asks for it. None of this is legal advice.</source>
        <translation>La citation est celle du producteur quand il y en a une, sinon producteur, année, titre, licence et adresse. MENTION est ce qui doit être écrit à côté des données quand la licence le demande. Rien de ceci n’est un avis juridique.</translation>
    </message>
    <message>
        <source>The class {item} cannot be read; write codes like 1, 2, 5, or names like built=1+2, trees=5.</source>
        <translation>La classe {item} ne peut pas être lue&#xa0;; écrivez des codes comme 1, 2, 5, ou des noms comme bati=1+2, arbres=5.</translation>
    </message>
    <message>
        <source>The class {item} comes twice; give each code and each name once.</source>
        <translation>La classe {item} vient deux fois&#xa0;; donnez chaque code et chaque nom une seule fois.</translation>
    </message>
    <message>
        <source>The client of the broker profile must be 1 to 64 letters, digits, dots, hyphens or underscores.</source>
        <translation>Le client du profil de courtier doit compter 1 à 64 lettres, chiffres, points, traits d’union ou tirets bas.</translation>
    </message>
    <message>
        <source>The clocks go back on this day and an hour comes twice; write the profile instead.</source>
        <translation>Ce jour-là, les horloges reculent et une heure revient deux fois&#xa0;; écrivez plutôt le profil (profile).</translation>
    </message>
    <message>
        <source>The clocks of this computer skip {moment}; choose another time, or write it with its offset, like 2026-03-29T02:30:00+01:00.</source>
        <translation>L’heure {moment} n’existe pas sur cet ordinateur (passage à l’heure d’été)&#xa0;; choisissez-en une autre, ou écrivez-la avec son décalage, comme 2026-03-29T02:30:00+01:00.</translation>
    </message>
    <message>
        <source>The cloud cover goes up to {highest:g}; give it in oktas, from 0 to 8 (percent / 12.5).</source>
        <translation>La nébulosité va jusqu’à {highest:g}&#xa0;; donnez-la en octas, de 0 à 8 (pourcentage / 12,5).</translation>
    </message>
    <message>
        <source>The code does not confirm this plan, or is older than ten minutes; run the dry run again.</source>
        <translation>Le code ne confirme pas ce plan, ou date de plus de dix minutes&#xa0;; refaites l’essai à blanc.</translation>
    </message>
    <message>
        <source>The codec {file} has no content.</source>
        <translation>Le codec {file} est vide.</translation>
    </message>
    <message>
        <source>The codec {file} is not right at “{what}”: the codecs of the project, in resources/codecs, are examples.</source>
        <translation>Le codec {file} est incorrect à «&#xa0;{what}&#xa0;»&#xa0;: les codecs du projet, dans resources/codecs, servent d’exemples.</translation>
    </message>
    <message>
        <source>The codecs of the broker profile must name a codec for each device profile.</source>
        <translation>Les codecs du profil de courtier doivent nommer un codec pour chaque profil d’équipement.</translation>
    </message>
    <message>
        <source>The coding rate is 1 (4/5) to 4 (4/8), not {rate}.</source>
        <translation>Le taux de codage va de 1 (4/5) à 4 (4/8)&#xa0;; {rate} n’est pas possible.</translation>
    </message>
    <message>
        <source>The columns of frames do not have the same length.</source>
        <translation>Les colonnes des trames n’ont pas la même longueur.</translation>
    </message>
    <message>
        <source>The columns were not looked at. Publishing will look at them.</source>
        <translation>Les colonnes n’ont pas été examinées. La publication les examinera.</translation>
    </message>
    <message>
        <source>The command expired before the network sent it; the device did not get it.</source>
        <translation>La commande a expiré avant que le réseau ne l’envoie&#xa0;; l’équipement ne l’a pas reçue.</translation>
    </message>
    <message>
        <source>The command has been handed over; it may still be done and cannot be taken back.</source>
        <translation>La commande a été transmise&#xa0;; elle peut encore être exécutée et ne peut pas être reprise.</translation>
    </message>
    <message>
        <source>The command has no value “{name}”.</source>
        <translation>La commande n’a pas de valeur «&#xa0;{name}&#xa0;».</translation>
    </message>
    <message>
        <source>The command has {size} bytes; at the present data rate {most} at most reach the device.</source>
        <translation>La commande compte {size} octets&#xa0;; au débit actuel, {most} au plus parviennent à l’équipement.</translation>
    </message>
    <message>
        <source>The command is done: {state}.</source>
        <translation>La commande est terminée&#xa0;: {state}.</translation>
    </message>
    <message>
        <source>The command is in the clipboard.</source>
        <translation>La commande est dans le presse-papiers.</translation>
    </message>
    <message>
        <source>The command is {state}.</source>
        <translation>État de la commande&#xa0;: {state}.</translation>
    </message>
    <message>
        <source>The command is {state}: it was sent, and is not taken back by a cancel. {line}</source>
        <translation>État de la commande&#xa0;: {state}. Elle a été envoyée, et une annulation ne la reprend pas. {line}</translation>
    </message>
    <message>
        <source>The command is {state}; that cannot be done now.</source>
        <translation>La commande est dans l’état {state}&#xa0;; cela ne peut pas être fait maintenant.</translation>
    </message>
    <message>
        <source>The command needs the value “{name}”.</source>
        <translation>La commande a besoin de la valeur «&#xa0;{name}&#xa0;».</translation>
    </message>
    <message>
        <source>The command was armed for more than {seconds} s; prepare it again.</source>
        <translation>La commande est restée armée plus de {seconds}&#xa0;s&#xa0;; préparez-la de nouveau.</translation>
    </message>
    <message>
        <source>The command was not confirmed in time; nothing was sent.</source>
        <translation>La commande n’a pas été confirmée à temps&#xa0;; rien n’a été envoyé.</translation>
    </message>
    <message>
        <source>The command was not sent: {cause}.</source>
        <translation>La commande n’a pas été envoyée&#xa0;: {cause}.</translation>
    </message>
    <message>
        <source>The command {command} is for the roles {roles}.</source>
        <translation>La commande {command} est réservée aux rôles {roles}.</translation>
    </message>
    <message>
        <source>The command {command} is not made for devices of profile {profile}.</source>
        <translation>La commande {command} n’est pas faite pour les équipements de profil {profile}.</translation>
    </message>
    <message>
        <source>The command {command} needs a value for {fields}.</source>
        <translation>La commande {command} demande une valeur pour {fields}.</translation>
    </message>
    <message>
        <source>The comments are all of one sign; the fit needs good ones and bad ones.</source>
        <translation>Les commentaires sont tous du même signe&#xa0;; le calage en demande de bons et de mauvais.</translation>
    </message>
    <message>
        <source>The comments follow none of the indicators: good ones are not where the values are better. Check which comments are good and that they lie on the right streets.</source>
        <translation>Les commentaires ne suivent aucun indicateur&#xa0;: les bons ne sont pas là où les valeurs sont meilleures. Vérifiez lesquels sont bons et qu’ils sont sur les bonnes rues.</translation>
    </message>
    <message>
        <source>The comparison of {first} with {second} is missing; compare every pair of the indicators used.</source>
        <translation>La comparaison de {first} avec {second} manque&#xa0;; comparez deux à deux tous les indicateurs utilisés.</translation>
    </message>
    <message>
        <source>The comparison of {first} with {second} must be a number from 1/9 to 9, between two indicators.</source>
        <translation>La comparaison de {first} avec {second} doit être un nombre de 1/9 à 9, entre deux indicateurs.</translation>
    </message>
    <message>
        <source>The comparisons contradict one another (consistency ratio {ratio}, at most 0.10 is advised).</source>
        <translation>Les comparaisons se contredisent (ratio de cohérence {ratio}, 0,10 au plus est conseillé).</translation>
    </message>
    <message>
        <source>The connection {name} has an account that is no login: use an authentication configuration of type Basic.</source>
        <translation>La connexion {name} a un compte sans identifiant ni mot de passe&#xa0;: utilisez une configuration d’authentification de type Basic.</translation>
    </message>
    <message>
        <source>The consumption of {years} is missing.</source>
        <translation>Il manque la consommation de {years}.</translation>
    </message>
    <message>
        <source>The coordinates do not fit the coordinate reference system {crs}; check the layer&apos;s CRS.</source>
        <translation>Les coordonnées ne correspondent pas au système de coordonnées de référence {crs}&#xa0;; vérifiez le SCR de la couche.</translation>
    </message>
    <message>
        <source>The country {country} is not known; give its two letters, for example FR, or leave it empty.</source>
        <translation>Le pays {country} n’est pas connu&#xa0;; donnez ses deux lettres, par exemple FR, ou laissez vide.</translation>
    </message>
    <message>
        <source>The data are about people; the access must then be restricted.</source>
        <translation>Les données concernent des personnes&#xa0;; l’accès doit alors être restreint.</translation>
    </message>
    <message>
        <source>The data are given on request only.</source>
        <translation>Les données ne sont données que sur demande.</translation>
    </message>
    <message>
        <source>The database has no PostGIS, and it cannot be added: {reason} Ask its administrator for CREATE EXTENSION postgis.</source>
        <translation>La base de données n’a pas PostGIS, et il ne peut pas y être ajouté&#xa0;: {reason} Demandez CREATE EXTENSION postgis à son administrateur.</translation>
    </message>
    <message>
        <source>The dataset has no title: give one.</source>
        <translation>Le jeu de données n’a pas de titre&#xa0;: donnez-en un.</translation>
    </message>
    <message>
        <source>The dataset is on the node</source>
        <translation>Le jeu de données est sur le nœud</translation>
    </message>
    <message>
        <source>The dataset is on the node; only the portal was not told.</source>
        <translation>Le jeu de données est sur le nœud&#xa0;; seul le portail n’a pas été prévenu.</translation>
    </message>
    <message>
        <source>The dataset {identifier} is on the node.</source>
        <translation>Le jeu de données {identifier} est sur le nœud.</translation>
    </message>
    <message>
        <source>The dataset “{title}” has no file in the format {wanted}. It has: {known}.</source>
        <translation>Le jeu de données «&#xa0;{title}&#xa0;» n’a pas de fichier au format {wanted}. Il a&#xa0;: {known}.</translation>
    </message>
    <message>
        <source>The dataset “{title}” has no file or service {media_id}. It has: {known}.</source>
        <translation>Le jeu de données «&#xa0;{title}&#xa0;» n’a pas de fichier ni de service {media_id}. Il a&#xa0;: {known}.</translation>
    </message>
    <message>
        <source>The dataset “{title}” has no file to download. It has: {known}.</source>
        <translation>Le jeu de données «&#xa0;{title}&#xa0;» n’a pas de fichier à télécharger. Il a&#xa0;: {known}.</translation>
    </message>
    <message>
        <source>The dataset “{title}” has no map service {media_id}. It has: {known}.</source>
        <translation>Le jeu de données «&#xa0;{title}&#xa0;» n’a pas de service de carte {media_id}. Il a&#xa0;: {known}.</translation>
    </message>
    <message>
        <source>The dataset “{title}” has no map service. It has: {known}. Download a file instead.</source>
        <translation>Le jeu de données «&#xa0;{title}&#xa0;» n’a pas de service de carte. Il a&#xa0;: {known}. Téléchargez plutôt un fichier.</translation>
    </message>
    <message>
        <source>The dataset “{title}” no longer has this file; look at its card for what replaces it.</source>
        <translation>Le jeu de données «&#xa0;{title}&#xa0;» n’a plus ce fichier&#xa0;; voyez sur sa fiche ce qui le remplace.</translation>
    </message>
    <message>
        <source>The datasets come from the local catalogue, harvested {hours} hours ago.</source>
        <translation>Les jeux de données viennent du catalogue local, moissonné il y a {hours}&#xa0;h.</translation>
    </message>
    <message>
        <source>The date of update comes before the date of creation: check both.</source>
        <translation>La date de mise à jour précède la date de création&#xa0;: vérifiez les deux.</translation>
    </message>
    <message>
        <source>The days that “{name}” is kept must be 0 or more.</source>
        <translation>La durée de conservation de «&#xa0;{name}&#xa0;», en jours, doit être de 0 ou plus.</translation>
    </message>
    <message>
        <source>The default weights are working values; fit yours on a survey with the algorithm that fits walkability weights. A score compares streets for the choices made here; it is no audit on site.</source>
        <translation>Les poids par défaut sont des valeurs de travail&#xa0;; calez les vôtres sur une enquête avec le traitement de calage des poids de marchabilité. Une note compare des rues pour les choix faits ici&#xa0;; ce n’est pas un diagnostic sur place.</translation>
    </message>
    <message>
        <source>The delay of these rules is shorter than a reporting period, one message decides: {rules}.</source>
        <translation>Le délai de ces règles est plus court qu’une période d’émission, un seul message décide&#xa0;: {rules}.</translation>
    </message>
    <message>
        <source>The device has not told whether it is in local mode ({metric}).</source>
        <translation>L’équipement n’a pas indiqué s’il est en mode local ({metric}).</translation>
    </message>
    <message>
        <source>The device is in local mode ({metric}): someone works on it.</source>
        <translation>L’équipement est en mode local ({metric})&#xa0;: quelqu’un y travaille.</translation>
    </message>
    <message>
        <source>The device is out of service.</source>
        <translation>L’équipement est hors service.</translation>
    </message>
    <message>
        <source>The device is {state}: it is commanded only when it reports in time.</source>
        <translation>L’équipement est dans l’état {state}&#xa0;: il n’est commandé que s’il émet à l’heure.</translation>
    </message>
    <message>
        <source>The device listens after it has sent: the command leaves about {time}.</source>
        <translation>L’équipement écoute après avoir émis&#xa0;: la commande part vers {time}.</translation>
    </message>
    <message>
        <source>The device or its network refused the command: it was not acknowledged.</source>
        <translation>L’équipement ou son réseau a refusé la commande&#xa0;: elle n’a pas été acquittée.</translation>
    </message>
    <message>
        <source>The device {number} is not in the store.</source>
        <translation>L’équipement {number} n’est pas dans la base.</translation>
    </message>
    <message>
        <source>The device {uid} is declared twice.</source>
        <translation>L’équipement {uid} est déclaré deux fois.</translation>
    </message>
    <message>
        <source>The device “{eui}” is not told by 16 hexadecimal digits.</source>
        <translation>L’équipement «&#xa0;{eui}&#xa0;» n’est pas désigné par 16 chiffres hexadécimaux.</translation>
    </message>
    <message>
        <source>The devices are on the map, by their state.</source>
        <translation>Les équipements sont sur la carte, selon leur état.</translation>
    </message>
    <message>
        <source>The disk of {folder} is full.</source>
        <translation>Le disque de {folder} est plein.</translation>
    </message>
    <message>
        <source>The document holds more statements than a catalogue can have; it was not read.</source>
        <translation>Le document contient plus d’énoncés qu’un catalogue ne peut en avoir&#xa0;; il n’a pas été lu.</translation>
    </message>
    <message>
        <source>The duration must be a positive number of seconds.</source>
        <translation>La durée doit être un nombre positif de secondes.</translation>
    </message>
    <message>
        <source>The end cannot be read; type it like 352100, 6789300.</source>
        <translation>L’arrivée ne peut pas être lue&#xa0;; saisissez-la sous la forme 352100, 6789300.</translation>
    </message>
    <message>
        <source>The end comes before the beginning.</source>
        <translation>La fin précède le début.</translation>
    </message>
    <message>
        <source>The end comes before the beginning: exchange the two dates.</source>
        <translation>La fin précède le début&#xa0;: échangez les deux dates.</translation>
    </message>
    <message>
        <source>The end is on a path that may not be walked; move it to another street.</source>
        <translation>L’arrivée se trouve sur un chemin où la marche n’est pas autorisée&#xa0;; déplacez-la vers une autre rue.</translation>
    </message>
    <message>
        <source>The end is {distance:.0f} m from the walking network; move it within {limit:.0f} m of a street or path.</source>
        <translation>L’arrivée est à {distance:.0f}&#xa0;m du réseau piéton&#xa0;; déplacez-la à moins de {limit:.0f}&#xa0;m d’une rue ou d’un chemin.</translation>
    </message>
    <message>
        <source>The end is {distance:.0f} m from the walking network; move it within {most:.0f} m of a street or path.</source>
        <translation>L’arrivée est à {distance:.0f}&#xa0;m du réseau piéton&#xa0;; déplacez-la à moins de {most:.0f}&#xa0;m d’une rue ou d’un chemin.</translation>
    </message>
    <message>
        <source>The end of the period must be after its start.</source>
        <translation>La fin de la période doit être postérieure à son début.</translation>
    </message>
    <message>
        <source>The engine solweig is not installed in this QGIS ({reason}). Install the package solweig with pip in the Python of QGIS (3.11 or newer; where it has NumPy 1, keep it so with the constraint numpy&lt;2), or choose the engine simple.</source>
        <translation>Le moteur solweig n’est pas installé dans ce QGIS ({reason}). Installez le paquet solweig avec pip dans le Python de QGIS (3.11 ou plus récent&#xa0;; s’il a NumPy 1, gardez-le avec la contrainte numpy&lt;2), ou choisissez le moteur simple.</translation>
    </message>
    <message>
        <source>The entry “{name}” of the broker profile has the wrong kind of value.</source>
        <translation>L’entrée «&#xa0;{name}&#xa0;» du profil de courtier a une valeur du mauvais type.</translation>
    </message>
    <message>
        <source>The environment variable {name} that should hold a password is empty.</source>
        <translation>La variable d’environnement {name}, qui devrait contenir un mot de passe, est vide.</translation>
    </message>
    <message>
        <source>The equipment cannot be read</source>
        <translation>Les équipements ne peuvent pas être lus</translation>
    </message>
    <message>
        <source>The error quoted is that of the whole chain: without each station in turn, predictors are chosen again, the variogram is fitted again, and the station is predicted. The error at the stations that drew the map is not given: a kriged map passes near them whatever it is worth elsewhere.</source>
        <translation>L’erreur citée est celle de la chaîne complète&#xa0;: sans chaque station tour à tour, les prédicteurs sont choisis de nouveau, le variogramme est ajusté de nouveau, et la station est prédite. L’erreur aux stations qui ont tracé la carte n’est pas donnée&#xa0;: une carte krigée passe près d’elles, quoi qu’elle vaille ailleurs.</translation>
    </message>
    <message>
        <source>The extent cannot be expressed in {crs}, the reference system of the service; choose another extent.</source>
        <translation>L’emprise ne peut pas être exprimée en {crs}, le système de coordonnées du service&#xa0;; choisissez une autre emprise.</translation>
    </message>
    <message>
        <source>The extent is a point or a line without width.</source>
        <translation>L’emprise est un point ou une ligne sans largeur.</translation>
    </message>
    <message>
        <source>The extent is empty or has no reference system; choose another one, or leave it empty for all.</source>
        <translation>L’emprise est vide ou n’a pas de système de coordonnées&#xa0;; choisissez-en une autre, ou laissez vide pour tout.</translation>
    </message>
    <message>
        <source>The extent is empty; choose an extent that covers the territory.</source>
        <translation>L’emprise est vide&#xa0;; choisissez une emprise qui couvre le territoire.</translation>
    </message>
    <message>
        <source>The extent is not in degrees of longitude and latitude; it is taken as unknown.</source>
        <translation>L’emprise n’est pas en degrés de longitude et de latitude&#xa0;; elle est tenue pour inconnue.</translation>
    </message>
    <message>
        <source>The extent is the whole world, which says nothing of where the data are.</source>
        <translation>L’emprise est le monde entier, ce qui ne dit pas où sont les données.</translation>
    </message>
    <message>
        <source>The extent is the whole world: give that of the data, so that a map finds it.</source>
        <translation>L’emprise est le monde entier&#xa0;: donnez celle des données, pour qu’une carte les trouve.</translation>
    </message>
    <message>
        <source>The extent lacks one of its four sides; it is taken as unknown.</source>
        <translation>Il manque à l’emprise l’un de ses quatre côtés&#xa0;; elle est tenue pour inconnue.</translation>
    </message>
    <message>
        <source>The extent of the layer, {extent}, is not in degrees of longitude and latitude: check its reference system.</source>
        <translation>L’emprise de la couche, {extent}, n’est pas en degrés de longitude et de latitude&#xa0;: vérifiez son système de coordonnées.</translation>
    </message>
    <message>
        <source>The felt temperature (UTCI) is not defined in this weather; its fields are left empty.</source>
        <translation>La température ressentie (UTCI) n’est pas définie par ce temps&#xa0;; ses champs restent vides.</translation>
    </message>
    <message>
        <source>The felt temperature (UTCI) is not defined in this weather; keep the air between -50 and 50 °C, the wind below 17 m/s, and the humidity low enough for that heat, or choose sun as what to avoid.</source>
        <translation>La température ressentie (UTCI) n’est pas définie par ce temps&#xa0;; gardez l’air entre −50 et 50&#xa0;°C, le vent sous 17&#xa0;m/s et une humidité assez basse pour cette chaleur, ou choisissez sun comme chose à éviter.</translation>
    </message>
    <message>
        <source>The field sun_profile holds the whole day as compact text, which the route search reads; with columns, one field per instant (sun_1500 for 15:00) holds the share of sun between 0 and 1, for maps. The field shade_mean is the mean share of shade in percent while the sun is up.</source>
        <translation>Le champ sun_profile contient toute la journée sous forme de texte compact, que lit la recherche de parcours&#xa0;; avec columns, un champ par instant (sun_1500 pour 15:00) contient la part de soleil entre 0 et 1, pour les cartes. Le champ shade_mean est la part moyenne d’ombre, en pourcentage, tant que le soleil est levé.</translation>
    </message>
    <message>
        <source>The field svf is the mean sky view factor along the edge, 0 to 1, roofs left out like for the shade; it tells how much heat walls give back, for routes that avoid heat.</source>
        <translation>Le champ svf est le facteur de vue du ciel moyen le long de l’arc, de 0 à 1, toits écartés comme pour l’ombre&#xa0;; il dit combien de chaleur les murs renvoient, pour les parcours qui évitent la chaleur.</translation>
    </message>
    <message>
        <source>The field {field} holds no number; choose another one.</source>
        <translation>Le champ {field} ne contient aucun nombre&#xa0;; choisissez-en un autre.</translation>
    </message>
    <message>
        <source>The field {field} of the segments does not hold numbers.</source>
        <translation>Le champ {field} des tronçons ne contient pas de nombres.</translation>
    </message>
    <message>
        <source>The field {field} of the segments must lie between 0 and 1.</source>
        <translation>Le champ {field} des tronçons doit être compris entre 0 et 1.</translation>
    </message>
    <message>
        <source>The field {name} does not exist in version {version} of the records: remove it or check its name.</source>
        <translation>Le champ {name} n’existe pas dans la version {version} des fiches&#xa0;: retirez-le ou vérifiez son nom.</translation>
    </message>
    <message>
        <source>The field {name} is required: fill it in.</source>
        <translation>Le champ {name} est obligatoire&#xa0;: remplissez-le.</translation>
    </message>
    <message>
        <source>The file exists</source>
        <translation>Le fichier existe</translation>
    </message>
    <message>
        <source>The file holds {count} records.</source>
        <translation>Fiches dans le fichier&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>The file is written as {path}, whose extension is that of its format.</source>
        <translation>Le fichier est écrit sous le nom {path}, dont l’extension est celle de son format.</translation>
    </message>
    <message>
        <source>The file of the layer could not be written: {cause}.</source>
        <translation>Le fichier de la couche n’a pas pu être écrit&#xa0;: {cause}.</translation>
    </message>
    <message>
        <source>The file that the record describes; empty when the node has it, or for services.</source>
        <translation>Le fichier que décrit la fiche&#xa0;; vide si le nœud l’a déjà, ou pour des services.</translation>
    </message>
    <message>
        <source>The file that the recorder writes. Without one nothing is kept.</source>
        <translation>Le fichier qu’écrit l’enregistreur. Sans lui, rien n’est conservé.</translation>
    </message>
    <message>
        <source>The file type {found} is not in the list of the nodes: some refuse it.</source>
        <translation>Le type de fichier {found} n’est pas dans la liste des nœuds&#xa0;: certains le refusent.</translation>
    </message>
    <message>
        <source>The file {file} is not there.</source>
        <translation>Le fichier {file} n’existe pas.</translation>
    </message>
    <message>
        <source>The file {name} cannot be read: {cause}.</source>
        <translation>Le fichier {name} ne peut pas être lu&#xa0;: {cause}.</translation>
    </message>
    <message>
        <source>The file {name} has more than {most} commands.</source>
        <translation>Le fichier {name} a plus de {most}&#xa0;commandes.</translation>
    </message>
    <message>
        <source>The file {name} has more than {most} rules.</source>
        <translation>Le fichier {name} a plus de {most}&#xa0;règles.</translation>
    </message>
    <message>
        <source>The file {name} is not YAML that can be taken: {cause}.</source>
        <translation>Le fichier {name} n’est pas du YAML acceptable&#xa0;: {cause}.</translation>
    </message>
    <message>
        <source>The file {name} is not text in UTF-8.</source>
        <translation>Le fichier {name} n’est pas du texte en UTF-8.</translation>
    </message>
    <message>
        <source>The file {name} is on the node, but no record names it yet. Run again with DRY_RUN and publish: it will not be sent twice.</source>
        <translation>Le fichier {name} est sur le nœud, mais aucune fiche ne le désigne encore. Relancez avec DRY_RUN et publiez&#xa0;: il ne sera pas envoyé deux fois.</translation>
    </message>
    <message>
        <source>The file {name} is too large: at most {most} bytes are taken.</source>
        <translation>Le fichier {name} est trop volumineux&#xa0;: {most} octets au plus sont acceptés.</translation>
    </message>
    <message>
        <source>The file {name} is too large: at most {most} characters are taken.</source>
        <translation>Le fichier {name} est trop volumineux&#xa0;: {most} caractères au plus sont acceptés.</translation>
    </message>
    <message>
        <source>The file {name} must hold one list, called commands.</source>
        <translation>Le fichier {name} doit contenir une seule liste, appelée commands.</translation>
    </message>
    <message>
        <source>The file {name} must hold one list, called rules.</source>
        <translation>Le fichier {name} doit contenir une seule liste, appelée rules.</translation>
    </message>
    <message>
        <source>The file {name} on the node is not the one that was sent. Its record was not written; publish it again.</source>
        <translation>Le fichier {name} qui est sur le nœud n’est pas celui qui a été envoyé. Sa fiche n’a pas été écrite&#xa0;; publiez-le de nouveau.</translation>
    </message>
    <message>
        <source>The file {name} was not measured: its size or its SHA-256 digest is missing.</source>
        <translation>Le fichier {name} n’a pas été mesuré&#xa0;: sa taille ou son empreinte SHA-256 manque.</translation>
    </message>
    <message>
        <source>The file {path} could not be replaced; close it in the other program or remove its layer from the project, or give another name.</source>
        <translation>Le fichier {path} n’a pas pu être remplacé&#xa0;; fermez-le dans l’autre programme ou retirez sa couche du projet, ou donnez un autre nom.</translation>
    </message>
    <message>
        <source>The file {path} does not hold a password.</source>
        <translation>Le fichier {path} ne contient pas de mot de passe.</translation>
    </message>
    <message>
        <source>The file {path} that should hold a password cannot be read.</source>
        <translation>Le fichier {path}, qui devrait contenir un mot de passe, ne peut pas être lu.</translation>
    </message>
    <message>
        <source>The file: GeoPackage in a ZIP (symbols, labels and metadata included), GeoJSON (RFC 7946), CSV (UTF-8, longitude and latitude or WKT), GeoParquet where QGIS can write it, GeoTIFF for rasters. The same layer always gives the same file. Neither folders nor servers nor accounts of this computer are written into it.</source>
        <translation>Le fichier&#xa0;: GeoPackage dans un ZIP (avec symboles, étiquettes et métadonnées), GeoJSON (RFC 7946), CSV (UTF-8, longitude et latitude ou WKT), GeoParquet là où QGIS sait l’écrire, GeoTIFF pour les rasters. La même couche donne toujours le même fichier. Ni dossiers, ni serveurs, ni comptes de cet ordinateur n’y sont écrits.</translation>
    </message>
    <message>
        <source>The first line of the mapping table {name} must be: {columns}.</source>
        <translation>La première ligne de la table de correspondance {name} doit être&#xa0;: {columns}.</translation>
    </message>
    <message>
        <source>The first ones are sent; run again for the rest.</source>
        <translation>Les premières sont envoyées&#xa0;; relancez pour le reste.</translation>
    </message>
    <message>
        <source>The first ones in the order asked for are written; TOTAL tells how many match. Large catalogues are asked for no more than that, and at most 500: a small number is faster.</source>
        <translation>Les premiers dans l’ordre demandé sont écrits&#xa0;; TOTAL dit combien conviennent. Aux grands catalogues, on n’en demande pas plus que cela, et 500 au plus&#xa0;: un petit nombre est plus rapide.</translation>
    </message>
    <message>
        <source>The fitted weights predict new respondents no better than the default ones: keep the defaults.</source>
        <translation>Les poids calés ne prédisent pas mieux de nouveaux répondants que ceux par défaut&#xa0;: gardez ceux par défaut.</translation>
    </message>
    <message>
        <source>The folder of the store {path} does not exist.</source>
        <translation>Le dossier de la base {path} n’existe pas.</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be made: {cause}. Choose another one.</source>
        <translation>Le dossier {folder} ne peut pas être créé&#xa0;: {cause}. Choisissez-en un autre.</translation>
    </message>
    <message>
        <source>The frames tell more than {most} different values; is {codec} the right codec?</source>
        <translation>Les trames donnent plus de {most} valeurs différentes&#xa0;; {codec} est-il le bon codec&#xa0;?</translation>
    </message>
    <message>
        <source>The gateway has used {percent:.0f} % of its legal time on air in this hour; send later.</source>
        <translation>La passerelle a utilisé {percent:.0f}&#xa0;% de son temps d’émission légal pour cette heure&#xa0;; envoyez plus tard.</translation>
    </message>
    <message>
        <source>The global radiation of {ghi:.0f} W/m² is more than the sun can give at that hour (about {clear:.0f} W/m² under a clear sky); correct it, or leave it empty.</source>
        <translation>Le rayonnement global de {ghi:.0f}&#xa0;W/m² dépasse ce que le soleil peut donner à cette heure (environ {clear:.0f}&#xa0;W/m² par ciel clair)&#xa0;; corrigez-le, ou laissez-le vide.</translation>
    </message>
    <message>
        <source>The greatest distance, {distance:g} m, is shorter than a cell; give {least:.1f} m at least.</source>
        <translation>La plus grande distance, {distance:g} m, est plus courte qu’une cellule&#xa0;; donnez au moins {least:.1f} m.</translation>
    </message>
    <message>
        <source>The green factor {system} has no surface {name}; it has {names}.</source>
        <translation>Le coefficient de végétalisation {system} n’a pas de surface {name}&#xa0;; il a {names}.</translation>
    </message>
    <message>
        <source>The grid must have square cells and point north; resample the raster first.</source>
        <translation>La grille doit avoir des cellules carrées et être orientée au nord&#xa0;; rééchantillonnez d’abord le raster.</translation>
    </message>
    <message>
        <source>The heat island is a difference of air temperature by night between the town and the countryside, over the nights of the stations. It does not tell the heat felt by day, which comes from the sun and is another map: never add the two in one score.</source>
        <translation>L’îlot de chaleur est une différence de température de l’air la nuit entre la ville et la campagne, pour les nuits des stations. Il ne dit pas la chaleur ressentie le jour, qui vient du soleil et fait une autre carte&#xa0;: n’additionnez jamais les deux dans une même note.</translation>
    </message>
    <message>
        <source>The heat island is a difference of air temperature by night. It does not tell the heat that a walker feels by day, which comes from the sun: do not add the two.</source>
        <translation>L’îlot de chaleur est une différence de température de l’air la nuit. Il ne dit pas la chaleur qu’un piéton ressent le jour, qui vient du soleil&#xa0;: n’additionnez pas les deux.</translation>
    </message>
    <message>
        <source>The hours have no time zone; give one, for example Europe/Paris.</source>
        <translation>Les heures n’ont pas de fuseau horaire&#xa0;; indiquez-en un, par exemple Europe/Paris.</translation>
    </message>
    <message>
        <source>The humidity raster {name} goes from {lowest:.2f} to {highest:.2f}: it must be in percent; multiply shares by 100 (Raster, Raster Calculator).</source>
        <translation>Le raster d’humidité {name} va de {lowest:.2f} à {highest:.2f}&#xa0;: il doit être en pour cent&#xa0;; multipliez des parts par 100 (Raster, Calculatrice raster).</translation>
    </message>
    <message>
        <source>The identifier is in the clipboard.</source>
        <translation>L’identifiant est dans le presse-papiers.</translation>
    </message>
    <message>
        <source>The identifier {found} is used twice in the record.</source>
        <translation>L’identifiant {found} est employé deux fois dans la fiche.</translation>
    </message>
    <message>
        <source>The index has {count} of its 4 parts: give buildings, land use or population for the others.</source>
        <translation>L’indice a {count} de ses 4 composantes&#xa0;: donnez bâtiments, occupation du sol ou population pour les autres.</translation>
    </message>
    <message>
        <source>The interface contract “{found}” is not one that the portal can display.</source>
        <translation>Le contrat d’interface «&#xa0;{found}&#xa0;» n’est pas de ceux que le portail sait afficher.</translation>
    </message>
    <message>
        <source>The interlock {code} is never passed over.</source>
        <translation>Le verrouillage {code} ne se contourne jamais.</translation>
    </message>
    <message>
        <source>The land cover raster has no data; choose another one.</source>
        <translation>Le raster d’occupation du sol n’a pas de donnée&#xa0;; choisissez-en un autre.</translation>
    </message>
    <message>
        <source>The language code is missing or unknown.</source>
        <translation>Le code de langue manque ou est inconnu.</translation>
    </message>
    <message>
        <source>The last hour {last} comes before the first hour {first}; exchange them.</source>
        <translation>La dernière heure {last} précède la première heure {first}&#xa0;; échangez-les.</translation>
    </message>
    <message>
        <source>The last value of {metric} did not pass the quality tests.</source>
        <translation>La dernière valeur de {metric} n’a pas passé les tests de qualité.</translation>
    </message>
    <message>
        <source>The last value of {metric} is older than two reporting periods.</source>
        <translation>La dernière valeur de {metric} date de plus de deux périodes d’émission.</translation>
    </message>
    <message>
        <source>The layer could not be opened; choose another one.</source>
        <translation>La couche n’a pas pu être ouverte&#xa0;; choisissez-en une autre.</translation>
    </message>
    <message>
        <source>The layer does not hold cool routes (no field {fields}); give the output of the cool route algorithm.</source>
        <translation>La couche ne contient pas de parcours fraîcheur (pas de champ {fields})&#xa0;; donnez le résultat de l’algorithme de parcours fraîcheur.</translation>
    </message>
    <message>
        <source>The layer given for {layer} cannot be opened; choose another one.</source>
        <translation>La couche indiquée pour {layer} ne peut pas être ouverte&#xa0;; choisissez-en une autre.</translation>
    </message>
    <message>
        <source>The layer given for {layer} has no column for {field}; add a row to the mapping, for example: custom,{layer},{field},{row}.</source>
        <translation>La couche indiquée pour {layer} n’a aucune colonne pour {field}&#xa0;; ajoutez une ligne à la table de correspondance, par exemple&#xa0;: custom,{layer},{field},{row}.</translation>
    </message>
    <message>
        <source>The layer given for {layer} has none of the columns that choose its features ({columns}); give another layer, or add a row to the mapping: custom,{layer},*,YOUR_COLUMN,keep_if,VALUE,.</source>
        <translation>La couche indiquée pour {layer} n’a aucune des colonnes qui choisissent ses entités ({columns})&#xa0;; indiquez une autre couche, ou ajoutez une ligne à la table de correspondance&#xa0;: custom,{layer},*,VOTRE_COLONNE,keep_if,VALEUR,.</translation>
    </message>
    <message>
        <source>The layer has no coordinate reference system; set it in the layer properties, then run again.</source>
        <translation>La couche n’a pas de système de coordonnées de référence&#xa0;; définissez-le dans les propriétés de la couche, puis relancez.</translation>
    </message>
    <message>
        <source>The layer has no device to declare.</source>
        <translation>La couche n’a aucun équipement à déclarer.</translation>
    </message>
    <message>
        <source>The layer has no feature.</source>
        <translation>La couche n’a aucune entité.</translation>
    </message>
    <message>
        <source>The layer has no field called {field}, given as “{label}”; choose another one.</source>
        <translation>La couche n’a pas de champ {field}, donné comme «&#xa0;{label}&#xa0;»&#xa0;; choisissez-en un autre.</translation>
    </message>
    <message>
        <source>The layer has no field called {field}; choose another one.</source>
        <translation>La couche n’a pas de champ nommé {field}&#xa0;; choisissez-en un autre.</translation>
    </message>
    <message>
        <source>The layer has no field global_id; choose a layer made by a search.</source>
        <translation>La couche n’a pas de champ global_id&#xa0;; choisissez une couche issue d’une recherche.</translation>
    </message>
    <message>
        <source>The layer has no nodes (fields u and v): lines that end at the same place are joined. For true distances make a walking network first.</source>
        <translation>La couche n’a pas de nœuds (champs u et v)&#xa0;: les lignes qui finissent au même endroit sont jointes. Pour de vraies distances, faites d’abord un réseau piéton.</translation>
    </message>
    <message>
        <source>The layer has no reference system of the Earth; give it one.</source>
        <translation>La couche n’a pas de système de coordonnées terrestre&#xa0;; donnez-lui-en un.</translation>
    </message>
    <message>
        <source>The layer has no route; search routes first, and check its filter and its selection.</source>
        <translation>La couche n’a aucun parcours&#xa0;; cherchez d’abord des parcours, et vérifiez son filtre et sa sélection.</translation>
    </message>
    <message>
        <source>The layer is not a walking network (no field {fields}); make one with the walking network algorithm.</source>
        <translation>La couche n’est pas un réseau piéton (champs absents&#xa0;: {fields})&#xa0;; créez-en un avec l’algorithme «&#xa0;Réseau piéton&#xa0;».</translation>
    </message>
    <message>
        <source>The layer names no dataset; check its filter and its selection.</source>
        <translation>La couche ne désigne aucun jeu de données&#xa0;; vérifiez son filtre et sa sélection.</translation>
    </message>
    <message>
        <source>The layer of INPUT is not there any more; choose it again.</source>
        <translation>La couche de INPUT n’est plus là&#xa0;; choisissez-la de nouveau.</translation>
    </message>
    <message>
        <source>The layer of LAYER cannot be read; choose it again.</source>
        <translation>La couche de LAYER ne peut pas être lue&#xa0;; choisissez-la de nouveau.</translation>
    </message>
    <message>
        <source>The layer of the stations has no feature; check the layer, its filter and its selection.</source>
        <translation>La couche des stations n’a pas d’entité&#xa0;; vérifiez la couche, son filtre et sa sélection.</translation>
    </message>
    <message>
        <source>The layer {layer} given as “{label}” has no {wanted}; choose another layer.</source>
        <translation>La couche {layer}, donnée comme «&#xa0;{label}&#xa0;», n’est pas faite de {wanted}&#xa0;; choisissez une autre couche.</translation>
    </message>
    <message>
        <source>The layer {name} cannot be read; check its source.</source>
        <translation>La couche {name} ne peut pas être lue&#xa0;; vérifiez sa source.</translation>
    </message>
    <message>
        <source>The layer {name} has features; a GeoTIFF holds a raster. Choose another format.</source>
        <translation>La couche {name} a des entités&#xa0;; un GeoTIFF contient un raster. Choisissez un autre format.</translation>
    </message>
    <message>
        <source>The layer {name} is neither a vector nor a raster layer; only those can be published.</source>
        <translation>La couche {name} n’est ni une couche vecteur ni une couche raster&#xa0;; seules celles-ci peuvent être publiées.</translation>
    </message>
    <message>
        <source>The layers spread over {span:.0f} km, but a grid of {grid:g} m reaches {reach:.0f} km; check their coordinates, or take a coarser grid.</source>
        <translation>Les couches s’étendent sur {span:.0f} km, mais une grille de {grid:g} m ne couvre que {reach:.0f} km&#xa0;; vérifiez leurs coordonnées ou prenez une grille plus grossière.</translation>
    </message>
    <message>
        <source>The licence asks for none.</source>
        <translation>La licence n’en demande pas.</translation>
    </message>
    <message>
        <source>The licence is missing: ask the producer before using the data.</source>
        <translation>La licence manque&#xa0;: demandez au producteur avant d’employer les données.</translation>
    </message>
    <message>
        <source>The licence is not one of the list; read its terms before using the data.</source>
        <translation>La licence n’est pas dans la liste&#xa0;; lisez ses conditions avant d’employer les données.</translation>
    </message>
    <message>
        <source>The licence of a source forbids to publish what is derived from it: {sources}. Ask its producer first.</source>
        <translation>La licence d’une source interdit de publier ce qui en dérive&#xa0;: {sources}. Demandez d’abord à son producteur.</translation>
    </message>
    <message>
        <source>The licence of a source is not known to this plugin: {sources}. Read it before you publish.</source>
        <translation>La licence d’une source n’est pas connue de cette extension&#xa0;: {sources}. Lisez-la avant de publier.</translation>
    </message>
    <message>
        <source>The licence “{licence}” is not one that the portal accepts: choose among {accepted}.</source>
        <translation>La licence «&#xa0;{licence}&#xa0;» n’est pas de celles que le portail accepte&#xa0;: choisissez parmi {accepted}.</translation>
    </message>
    <message>
        <source>The licences of the sources cannot all be followed: {sources}. Ask their producers first.</source>
        <translation>Les licences des sources ne peuvent pas être toutes respectées&#xa0;: {sources}. Demandez d’abord à leurs producteurs.</translation>
    </message>
    <message>
        <source>The limit of MAX_ROWS was reached: later series are left out. Choose devices or a longer step.</source>
        <translation>La limite MAX_ROWS a été atteinte&#xa0;: les séries suivantes sont laissées de côté. Choisissez des équipements ou un pas plus long.</translation>
    </message>
    <message>
        <source>The limit of MAX_ROWS was reached: some observations are left on the server.</source>
        <translation>La limite MAX_ROWS a été atteinte&#xa0;: des observations restent sur le serveur.</translation>
    </message>
    <message>
        <source>The lines of the span, times in UTC.</source>
        <translation>Les lignes de la période, heures en UTC.</translation>
    </message>
    <message>
        <source>The list keeps to one page: beyond about 50 streets the shortest are put together with their neighbours. The sun is that of a clear sky.</source>
        <translation>La liste tient sur une page&#xa0;: au-delà d’une cinquantaine de rues, les plus courtes sont réunies à leurs voisines. Le soleil est celui d’un ciel clair.</translation>
    </message>
    <message>
        <source>The list of downloads could not be kept: {cause}.</source>
        <translation>La liste des téléchargements n’a pas pu être conservée&#xa0;: {cause}.</translation>
    </message>
    <message>
        <source>The live layer needs a store in a file; take a snapshot of this one instead.</source>
        <translation>La couche en direct demande une base dans un fichier&#xa0;; prenez plutôt un état instantané de celle-ci.</translation>
    </message>
    <message>
        <source>The local catalogue could not be read and was set aside as {path}.</source>
        <translation>Le catalogue local n’a pas pu être lu et a été mis de côté sous le nom {path}.</translation>
    </message>
    <message>
        <source>The local catalogue does not hold the record {identifier}; search without OFFLINE once.</source>
        <translation>Le catalogue local ne contient pas la fiche {identifier}&#xa0;; faites une fois la recherche sans OFFLINE.</translation>
    </message>
    <message>
        <source>The local catalogue holds none of these datasets; search them again, then export.</source>
        <translation>Le catalogue local ne contient aucun de ces jeux de données&#xa0;; cherchez-les de nouveau, puis exportez.</translation>
    </message>
    <message>
        <source>The local catalogue holds nothing of {name}; search once without OFFLINE.</source>
        <translation>Le catalogue local ne contient rien de {name}&#xa0;; faites une fois la recherche sans OFFLINE.</translation>
    </message>
    <message>
        <source>The local catalogue was damaged. It is kept as {path}, and a new one begins.</source>
        <translation>Le catalogue local était endommagé. Il est gardé sous le nom {path}, et un nouveau commence.</translation>
    </message>
    <message>
        <source>The local catalogue {path} cannot be opened: {cause}. Choose another folder in the settings.</source>
        <translation>Le catalogue local {path} ne peut pas être ouvert&#xa0;: {cause}. Choisissez un autre dossier dans les réglages.</translation>
    </message>
    <message>
        <source>The local catalogue {path} was made by a later version of this plugin: update the plugin, or delete the file to harvest again.</source>
        <translation>Le catalogue local {path} a été fait par une version plus récente de cette extension&#xa0;: mettez l’extension à jour, ou supprimez le fichier pour moissonner de nouveau.</translation>
    </message>
    <message>
        <source>The lower limit {low} is above the upper limit {high}.</source>
        <translation>La limite basse {low} est supérieure à la limite haute {high}.</translation>
    </message>
    <message>
        <source>The manager of a node does not send datasets to the portal: the node does so by itself, or publish with the target “node” to ask for it.</source>
        <translation>Le gestionnaire d’un nœud n’envoie pas de jeux de données au portail&#xa0;: le nœud le fait de lui-même&#xa0;; sinon, publiez par la voie «&#xa0;node&#xa0;» pour le demander.</translation>
    </message>
    <message>
        <source>The manager of a node wants a login: choose an authentication configuration of type Basic.</source>
        <translation>Le gestionnaire d’un nœud demande un identifiant et un mot de passe&#xa0;: choisissez une configuration d’authentification de type Basic.</translation>
    </message>
    <message>
        <source>The map is kriged as asked, but kriging does not help: {kriged} °C with it, {without} °C without. Choose auto to fall back to the regression.</source>
        <translation>La carte est krigée comme demandé, mais le krigeage n’aide pas&#xa0;: {kriged} °C avec lui, {without} °C sans lui. Choisissez auto pour revenir à la régression.</translation>
    </message>
    <message>
        <source>The map predicts unseen stations no better than their mean: do not use it.</source>
        <translation>La carte ne prédit pas les stations non vues mieux que leur moyenne&#xa0;: ne l’utilisez pas.</translation>
    </message>
    <message>
        <source>The map shows the layers that are ticked in the project, or the streets of the network where there is no project. Date and hour come from the provenance of the routes unless they are given.</source>
        <translation>La carte montre les couches cochées dans le projet, ou les rues du réseau s’il n’y a pas de projet. La date et l’heure viennent de la provenance des parcours, sauf si elles sont données.</translation>
    </message>
    <message>
        <source>The mapping {file} does not say where the device is: add “device”.</source>
        <translation>La correspondance {file} ne dit pas où se trouve l’équipement&#xa0;: ajoutez «&#xa0;device&#xa0;».</translation>
    </message>
    <message>
        <source>The mapping {file} has no content.</source>
        <translation>La correspondance {file} est vide.</translation>
    </message>
    <message>
        <source>The mapping {file} holds “{key}”, which means nothing here. Known are: {known}.</source>
        <translation>La correspondance {file} contient «&#xa0;{key}&#xa0;», qui n’a pas de sens ici. Sont connus&#xa0;: {known}.</translation>
    </message>
    <message>
        <source>The mapping {file} needs a name of at most 60 characters.</source>
        <translation>La correspondance {file} demande un nom de 60 caractères au plus.</translation>
    </message>
    <message>
        <source>The matrix {name} has cover {cover} and use {use} twice.</source>
        <translation>La matrice {name} contient deux fois la couverture {cover} et l’usage {use}.</translation>
    </message>
    <message>
        <source>The matrix {name} lacks {count} cells, the first is cover {cover} and use {use}.</source>
        <translation>Il manque {count} cases à la matrice {name}, la première est la couverture {cover} et l’usage {use}.</translation>
    </message>
    <message>
        <source>The matrix {name} must have the columns {columns}.</source>
        <translation>La matrice {name} doit avoir les colonnes {columns}.</translation>
    </message>
    <message>
        <source>The measurements are not in the order of time; sort them first.</source>
        <translation>Les mesures ne sont pas dans l’ordre du temps&#xa0;; triez-les d’abord.</translation>
    </message>
    <message>
        <source>The memory limit of {limit} MB is too small for this run; allow more memory, or reduce the maximum distance.</source>
        <translation>La limite de mémoire de {limit}&#xa0;Mo est trop basse pour cette exécution&#xa0;; autorisez plus de mémoire, ou réduisez la distance maximale.</translation>
    </message>
    <message>
        <source>The mention is at the foot of the print layout.</source>
        <translation>La mention est au bas de la mise en page.</translation>
    </message>
    <message>
        <source>The mention is at the foot of {count} print layouts.</source>
        <translation>La mention est au bas de {count} mises en page.</translation>
    </message>
    <message>
        <source>The mention is in the clipboard.</source>
        <translation>La mention est dans le presse-papiers.</translation>
    </message>
    <message>
        <source>The messages of {device} come through a bridge ({topic}); commands go to the broker of its network.</source>
        <translation>Les messages de {device} passent par un pont ({topic})&#xa0;; les commandes vont au courtier de son réseau.</translation>
    </message>
    <message>
        <source>The method &quot;exact&quot; follows the ray of each cell through all the cells that it crosses (Amanatides and Woo, 1987): walls stand on the sides of their cells and the shadow is right at the middle of each cell. It takes some ten times as long, and suits a single map in detail.</source>
        <translation>La méthode «&#xa0;exact&#xa0;» suit le rayon de chaque cellule à travers toutes les cellules qu’il traverse (Amanatides et Woo, 1987)&#xa0;: les murs se dressent sur les côtés de leurs cellules et l’ombre est juste au milieu de chaque cellule. Elle prend environ dix fois plus de temps et convient à une carte unique et détaillée.</translation>
    </message>
    <message>
        <source>The modulus of a counter must be above zero.</source>
        <translation>Le modulo d’un compteur doit être supérieur à zéro.</translation>
    </message>
    <message>
        <source>The name of the licence and its address are those of two different licences; ask the producer which applies.</source>
        <translation>Le nom de la licence et son adresse sont ceux de deux licences différentes&#xa0;; demandez au producteur laquelle s’applique.</translation>
    </message>
    <message>
        <source>The nearest of the points or places of “{label}” is {distance:.0f} km from the walking network: check the CRS of the layer, or swap its coordinates (Vector geometry, Swap X and Y coordinates) if latitudes come first.</source>
        <translation>Le plus proche des points ou lieux de «&#xa0;{label}&#xa0;» est à {distance:.0f} km du réseau piéton&#xa0;: vérifiez le SCR de la couche, ou intervertissez ses coordonnées (Géométrie vectorielle, Échanger les coordonnées X et Y) si les latitudes viennent en premier.</translation>
    </message>
    <message>
        <source>The network comes from the algorithm that computes shade on a network. Where an edge has no profile it counts as in full sun; outside the hours computed it counts as night, when there is no sun but a warm air may still be felt as heat.</source>
        <translation>Le réseau vient de l’algorithme «&#xa0;Ombre sur le réseau&#xa0;». Un arc sans profil compte comme en plein soleil&#xa0;; hors des heures calculées il fait nuit&#xa0;: pas de soleil, mais un air chaud peut encore être ressenti comme de la chaleur.</translation>
    </message>
    <message>
        <source>The network could not send the command: {cause}.</source>
        <translation>Le réseau n’a pas pu envoyer la commande&#xa0;: {cause}.</translation>
    </message>
    <message>
        <source>The network did not transmit the command in time; it may still do so.</source>
        <translation>Le réseau n’a pas transmis la commande à temps&#xa0;; il peut encore le faire.</translation>
    </message>
    <message>
        <source>The network has no edge; check the layer, its filter and its selection.</source>
        <translation>Le réseau n’a aucun arc&#xa0;; vérifiez la couche, son filtre et sa sélection.</translation>
    </message>
    <message>
        <source>The network has no sun profile; run the algorithm that computes shade on a network first.</source>
        <translation>Le réseau n’a pas de profil de soleil&#xa0;; exécutez d’abord l’algorithme «&#xa0;Ombre sur le réseau&#xa0;».</translation>
    </message>
    <message>
        <source>The network has {count} parts that do not touch; {length:.0f} m are outside the largest one. A larger snapping distance may join them.</source>
        <translation>Le réseau a {count} parties qui ne se touchent pas&#xa0;; {length:.0f}&#xa0;m sont en dehors de la plus grande. Une distance d’accrochage plus grande pourrait les relier.</translation>
    </message>
    <message>
        <source>The network holds {count} messages for this device already.</source>
        <translation>Le réseau détient déjà {count} messages pour cet équipement.</translation>
    </message>
    <message>
        <source>The network on which the routes were searched: names of streets, sides, and sun along the way.</source>
        <translation>Le réseau sur lequel les parcours ont été cherchés&#xa0;: noms des rues, côtés et soleil le long du chemin.</translation>
    </message>
    <message>
        <source>The network with its shade; routes are searched on it.</source>
        <translation>Le réseau avec son ombre&#xa0;; les parcours sont cherchés dessus.</translation>
    </message>
    <message>
        <source>The node asks its portal to take the record in. The portal does so later, and may refuse it.</source>
        <translation>Le nœud demande à son portail d’intégrer la fiche. Le portail le fait plus tard, et peut la refuser.</translation>
    </message>
    <message>
        <source>The node does not know the contact {email}. Create it in the manager of the node, or choose one that it knows: {known}.</source>
        <translation>Le nœud ne connaît pas le contact {email}. Créez-le dans le gestionnaire du nœud, ou choisissez-en un qu’il connaît&#xa0;: {known}.</translation>
    </message>
    <message>
        <source>The node does not know the producer “{name}”. Create it in the manager of the node, or write its name as the node does: {known}.</source>
        <translation>Le nœud ne connaît pas le producteur «&#xa0;{name}&#xa0;». Créez-le dans le gestionnaire du nœud, ou écrivez son nom comme le nœud&#xa0;: {known}.</translation>
    </message>
    <message>
        <source>The node gave no identifier.</source>
        <translation>Le nœud n’a pas donné d’identifiant.</translation>
    </message>
    <message>
        <source>The node has this dataset as it is. There is nothing to send.</source>
        <translation>Le nœud a ce jeu de données tel quel. Il n’y a rien à envoyer.</translation>
    </message>
    <message>
        <source>The node may send the dataset to its portal by itself: its settings decide.</source>
        <translation>Le nœud peut envoyer de lui-même le jeu de données à son portail&#xa0;: ses réglages en décident.</translation>
    </message>
    <message>
        <source>The node was asked to send it to the portal, which takes it in later.</source>
        <translation>Il a été demandé au nœud de l’envoyer au portail, qui l’intégrera plus tard.</translation>
    </message>
    <message>
        <source>The north of the extent is south of its south, or its west east of its east: exchange them.</source>
        <translation>Le nord de l’emprise est au sud de son sud, ou son ouest à l’est de son est&#xa0;: échangez-les.</translation>
    </message>
    <message>
        <source>The north of the extent is south of its south; the two were exchanged.</source>
        <translation>Le nord de l’emprise est au sud de son sud&#xa0;; les deux ont été échangés.</translation>
    </message>
    <message>
        <source>The number of draws must not be negative, and their concentration must be above 0.</source>
        <translation>Le nombre de tirages ne doit pas être négatif et leur concentration doit être supérieure à 0.</translation>
    </message>
    <message>
        <source>The opening hours need the Python package {packages}; install it with the QPIP plugin, or with pip in the Python of QGIS, then reload the plugin, or leave the field empty.</source>
        <translation>Les horaires d’ouverture demandent le paquet Python {packages}&#xa0;; installez-le avec l’extension QPIP, ou avec pip dans le Python de QGIS, puis rechargez l’extension, ou laissez le champ vide.</translation>
    </message>
    <message>
        <source>The output is a table of weights of sum 100 that the walkability score takes as it is: w, its 90 % interval lo to hi from bootstraps by respondent, n the respondents who tell something of it, w0 the default. Where fewer than 10 respondents do, the weight is not identifiable: the default is kept, and said. A page and a JSON file tell the quality on respondents that the fit has not seen.</source>
        <translation>Le résultat est une table de poids de somme 100 que la note de marchabilité prend telle quelle&#xa0;: w, son intervalle à 90&#xa0;% de lo à hi par rééchantillonnage des répondants, n les répondants qui en disent quelque chose, w0 le poids par défaut. Avec moins de 10 répondants, le poids n’est pas identifiable&#xa0;: celui par défaut est gardé, et c’est dit. Une page et un fichier JSON disent la qualité sur des répondants que le calage n’a pas vus.</translation>
    </message>
    <message>
        <source>The output raster {path} must be a GeoTIFF; give a name ending in .tif.</source>
        <translation>Le raster de sortie {path} doit être un GeoTIFF&#xa0;; indiquez un nom qui se termine par .tif.</translation>
    </message>
    <message>
        <source>The output {path} cannot be written; check that its folder exists and that you may write in it.</source>
        <translation>La sortie {path} ne peut pas être écrite&#xa0;; vérifiez que son dossier existe et que vous avez le droit d’y écrire.</translation>
    </message>
    <message>
        <source>The output {path} is the file of the input {name}; give another name.</source>
        <translation>La sortie {path} est le fichier de l’entrée {name}&#xa0;; indiquez un autre nom.</translation>
    </message>
    <message>
        <source>The path of “{key}” of the mapping {file} must not hold *.</source>
        <translation>Le chemin de «&#xa0;{key}&#xa0;» de la correspondance {file} ne doit pas contenir *.</translation>
    </message>
    <message>
        <source>The pattern “{pattern}” is not a regular expression: {cause}.</source>
        <translation>Le motif «&#xa0;{pattern}&#xa0;» n’est pas une expression rationnelle&#xa0;: {cause}.</translation>
    </message>
    <message>
        <source>The pattern “{pattern}” is refused: in one level of a topic at most two repetitions are taken, no repeated group, no look-around and no back-reference.</source>
        <translation>Le motif «&#xa0;{pattern}&#xa0;» est refusé&#xa0;: dans un niveau de sujet, deux répétitions au plus sont acceptées, sans groupe répété, sans assertion avant ou arrière et sans référence arrière.</translation>
    </message>
    <message>
        <source>The period of the device {uid} is not a positive number of seconds.</source>
        <translation>La période de l’équipement {uid} n’est pas un nombre positif de secondes.</translation>
    </message>
    <message>
        <source>The place is the one that the gateway tells; without one it is in the table, not on the map.</source>
        <translation>La position est celle qu’indique la passerelle&#xa0;; sans position, elle est dans la table, pas sur la carte.</translation>
    </message>
    <message>
        <source>The point has no coordinate reference system; write it like -1.68,48.11 [EPSG:4326].</source>
        <translation>Le point n’a pas de système de coordonnées de référence&#xa0;; écrivez-le sous la forme -1.68,48.11 [EPSG:4326].</translation>
    </message>
    <message>
        <source>The points, when some are given, with one field per class and radius.</source>
        <translation>Les points, quand il en est donné, avec un champ par classe et par rayon.</translation>
    </message>
    <message>
        <source>The polygons with their shares, surface and class.</source>
        <translation>Les polygones avec leurs parts, leur aire et leur classe.</translation>
    </message>
    <message>
        <source>The popularity of every segment is empty or 0; correct the field or leave it out.</source>
        <translation>La fréquentation de tous les tronçons est vide ou nulle&#xa0;; corrigez le champ ou ne le donnez pas.</translation>
    </message>
    <message>
        <source>The population needs the field that holds the number of people; choose it.</source>
        <translation>La population demande le champ du nombre d’habitants&#xa0;; choisissez-le.</translation>
    </message>
    <message>
        <source>The population of {name} must be numbers, 0 or more; correct the table.</source>
        <translation>La population de {name} doit être faite de nombres positifs ou nuls&#xa0;; corrigez la table.</translation>
    </message>
    <message>
        <source>The port of a command is 1 to {highest}, not {port}.</source>
        <translation>Le port d’une commande va de 1 à {highest}&#xa0;; {port} n’est pas possible.</translation>
    </message>
    <message>
        <source>The port or the keep-alive time of the broker profile is out of range.</source>
        <translation>Le port ou la durée de maintien de connexion (keep-alive) du profil de courtier est hors limites.</translation>
    </message>
    <message>
        <source>The portal answers {code}: {message}.</source>
        <translation>Le portail répond {code}&#xa0;: {message}.</translation>
    </message>
    <message>
        <source>The portal did not say what it created; look at it in the portal before you try again.</source>
        <translation>Le portail n’a pas dit ce qu’il a créé&#xa0;; vérifiez dans le portail avant de recommencer.</translation>
    </message>
    <message>
        <source>The portal does not have it yet. It takes datasets in later: ask again in a while.</source>
        <translation>Le portail ne l’a pas encore. Il intègre les jeux de données plus tard&#xa0;: interrogez-le de nouveau dans quelque temps.</translation>
    </message>
    <message>
        <source>The portal does not know this dataset.</source>
        <translation>Le portail ne connaît pas ce jeu de données.</translation>
    </message>
    <message>
        <source>The portal does not let this node publish for this organisation: ask its team to declare both.</source>
        <translation>Le portail ne laisse pas ce nœud publier pour cette organisation&#xa0;: demandez à son équipe de déclarer les deux.</translation>
    </message>
    <message>
        <source>The portal failed while it read the record: try again, then write to its team.</source>
        <translation>Le portail a échoué en lisant la fiche&#xa0;: réessayez, puis écrivez à son équipe.</translation>
    </message>
    <message>
        <source>The portal gave no keys for project {project}.</source>
        <translation>Le portail n’a pas donné de clés pour le projet {project}.</translation>
    </message>
    <message>
        <source>The portal has it: anyone can find it now.</source>
        <translation>Le portail l’a&#xa0;: tout le monde peut maintenant le trouver.</translation>
    </message>
    <message>
        <source>The portal has taken it in.</source>
        <translation>Le portail l’a intégré.</translation>
    </message>
    <message>
        <source>The portal knows of no reuse yet.</source>
        <translation>Le portail ne connaît encore aucune réutilisation.</translation>
    </message>
    <message>
        <source>The portal refused it; the page below says why.</source>
        <translation>Le portail l’a refusé&#xa0;; la page ci-dessous dit pourquoi.</translation>
    </message>
    <message>
        <source>The portal refused the dataset; the receipt says why.</source>
        <translation>Le portail a refusé le jeu de données&#xa0;; le reçu dit pourquoi.</translation>
    </message>
    <message>
        <source>The portal shows it once the node has sent it there.</source>
        <translation>Le portail le montrera quand le nœud le lui aura envoyé.</translation>
    </message>
    <message>
        <source>The portal was not given a parameter that it needs.</source>
        <translation>Le portail n’a pas reçu un paramètre dont il a besoin.</translation>
    </message>
    <message>
        <source>The present value of {metric} is not known; the change cannot be judged.</source>
        <translation>La valeur actuelle de {metric} est inconnue&#xa0;; le changement ne peut pas être évalué.</translation>
    </message>
    <message>
        <source>The priority is one of {known}.</source>
        <translation>La priorité est l’une de {known}.</translation>
    </message>
    <message>
        <source>The producer decides on your words: say what the data are for, who will use them and until when. Once the request is accepted, the account of the person, or the keys of the project, open the data.</source>
        <translation>Le producteur décide d’après vos mots&#xa0;: dites à quoi serviront les données, qui les utilisera et jusqu’à quand. Une fois la demande acceptée, le compte de la personne, ou les clés du projet, ouvrent les données.</translation>
    </message>
    <message>
        <source>The project has no layer that can be published. Add one.</source>
        <translation>Le projet n’a pas de couche qui puisse être publiée. Ajoutez-en une.</translation>
    </message>
    <message>
        <source>The project “{title}” was made, but the dataset could not be asked for: {cause} Choose this project, then try again.</source>
        <translation>Le projet «&#xa0;{title}&#xa0;» a été créé, mais le jeu de données n’a pas pu être demandé&#xa0;: {cause} Choisissez ce projet, puis réessayez.</translation>
    </message>
    <message>
        <source>The provenance of {layer} could not be stored with it.</source>
        <translation>La provenance de {layer} n’a pas pu être enregistrée avec la couche.</translation>
    </message>
    <message>
        <source>The radius {radius:g} m is smaller than a cell of the raster ({cell:g} m); choose larger radii or a finer raster.</source>
        <translation>Le rayon {radius:g} m est plus petit qu’une cellule du raster ({cell:g} m)&#xa0;; choisissez des rayons plus grands ou un raster plus fin.</translation>
    </message>
    <message>
        <source>The radius {radius} is not a length in metres; write them like 100, 200, 600.</source>
        <translation>Le rayon {radius} n’est pas une longueur en mètres&#xa0;; écrivez-les comme 100, 200, 600.</translation>
    </message>
    <message>
        <source>The raster does not look like land cover classes ({count} values or more, such as {example:g}); name the classes to use, or ask for means instead of shares.</source>
        <translation>Le raster ne ressemble pas à des classes d’occupation du sol ({count} valeurs ou plus, comme {example:g})&#xa0;; nommez les classes à utiliser, ou demandez des moyennes au lieu de parts.</translation>
    </message>
    <message>
        <source>The raster {name} cannot be read; check its source.</source>
        <translation>Le raster {name} ne peut pas être lu&#xa0;; vérifiez sa source.</translation>
    </message>
    <message>
        <source>The raster {name} goes from {lowest:.0f} to {highest:.0f}: it must be in degrees C; subtract 273.15 from kelvins (Raster, Raster Calculator).</source>
        <translation>Le raster {name} va de {lowest:.0f} à {highest:.0f}&#xa0;: il doit être en degrés C&#xa0;; retranchez 273,15 à des kelvins (Raster, Calculatrice raster).</translation>
    </message>
    <message>
        <source>The raster {name} goes from {lowest:g} to {highest:g} m, which are not altitudes; declare its value of no data (Raster, Conversion, Translate), then run again.</source>
        <translation>Le raster {name} va de {lowest:g} à {highest:g} m, ce qui n’est pas une altitude&#xa0;; déclarez sa valeur sans donnée (Raster, Conversion, Convertir), puis relancez.</translation>
    </message>
    <message>
        <source>The raster {name} has no coordinate reference system; assign it the right one (Raster, Projections, Assign Projection), then run again.</source>
        <translation>Le raster {name} n’a pas de système de coordonnées de référence&#xa0;; attribuez-lui le bon (Raster, Projections, Assigner une projection), puis relancez.</translation>
    </message>
    <message>
        <source>The raster {name} has {count} bands; choose one of them.</source>
        <translation>Le raster {name} n’a que {count} bande(s)&#xa0;; choisissez-en une.</translation>
    </message>
    <message>
        <source>The raster {name} holds values above 100; give a raster of shade in percent.</source>
        <translation>Le raster {name} contient des valeurs supérieures à 100&#xa0;; donnez un raster d’ombre en pour cent.</translation>
    </message>
    <message>
        <source>The raster {name} is a service; save it as a GeoTIFF first (layer menu, Export, Save As).</source>
        <translation>Le raster {name} est un service&#xa0;; enregistrez-le d’abord en GeoTIFF (menu de la couche, Exporter, Enregistrer sous).</translation>
    </message>
    <message>
        <source>The raster {name} is in {crs}, where lengths cannot be computed; reproject it to a metric CRS such as Lambert-93 (Raster, Projections, Warp), then run again.</source>
        <translation>Le raster {name} est en {crs}, où les longueurs ne peuvent pas être calculées&#xa0;; reprojetez-le dans un SCR métrique tel que Lambert-93 (Raster, Projections, Projection (warp)), puis relancez.</translation>
    </message>
    <message>
        <source>The raster {name} is rotated or upside down; warp it to a north-up grid, then run again.</source>
        <translation>Le raster {name} est tourné ou renversé&#xa0;; reprojetez-le sur une grille orientée au nord, puis relancez.</translation>
    </message>
    <message>
        <source>The rasters {first} and {second} do not have the same grid; align them (Raster, Align Rasters), then run again.</source>
        <translation>Les rasters {first} et {second} n’ont pas la même grille&#xa0;; alignez-les (Raster, Aligner les rasters), puis relancez.</translation>
    </message>
    <message>
        <source>The rasters {first} and {second} have different coordinate reference systems; warp one to that of the other (Raster, Projections, Warp).</source>
        <translation>Les rasters {first} et {second} ont des systèmes de coordonnées différents&#xa0;; reprojetez l’un dans celui de l’autre (Raster, Projections, Projection).</translation>
    </message>
    <message>
        <source>The rating {rating:g} cannot be right; check the field of the ratings, and correct or leave out such answers.</source>
        <translation>La note {rating:g} ne peut pas être juste&#xa0;; vérifiez le champ des notes, puis corrigez ou retirez ces réponses.</translation>
    </message>
    <message>
        <source>The ratings follow none of the indicators: where the values are better the ratings are not. Check that a higher rating means a better street and that the segments are the right ones.</source>
        <translation>Les notes ne suivent aucun indicateur&#xa0;: là où les valeurs sont meilleures, les notes ne le sont pas. Vérifiez qu’une note plus haute veut dire une meilleure rue et que les tronçons sont les bons.</translation>
    </message>
    <message>
        <source>The ratio of the variances must be above zero.</source>
        <translation>Le rapport des variances doit être supérieur à zéro.</translation>
    </message>
    <message>
        <source>The receipt is in {path}.</source>
        <translation>Le reçu est dans {path}.</translation>
    </message>
    <message>
        <source>The record comes from the local catalogue, harvested {hours} hours ago.</source>
        <translation>La fiche vient du catalogue local, moissonné il y a {hours}&#xa0;h.</translation>
    </message>
    <message>
        <source>The record describes the file {name}, which is not on a node yet: give it as FILE.</source>
        <translation>La fiche décrit le fichier {name}, qui n’est pas encore sur un nœud&#xa0;: donnez-le dans FILE.</translation>
    </message>
    <message>
        <source>The record describes the file {name}, which is not on a node yet: publish one file at a time.</source>
        <translation>La fiche décrit le fichier {name}, qui n’est pas encore sur un nœud&#xa0;: publiez un fichier à la fois.</translation>
    </message>
    <message>
        <source>The record does not say which layer of the service to show; ask its producer.</source>
        <translation>La fiche ne dit pas quelle couche du service montrer&#xa0;; demandez à son producteur.</translation>
    </message>
    <message>
        <source>The record gives no extent.</source>
        <translation>La fiche ne donne pas d’emprise.</translation>
    </message>
    <message>
        <source>The record gives {name} another size than it has; draw it up again.</source>
        <translation>La fiche donne à {name} une autre taille que la sienne&#xa0;; établissez-la de nouveau.</translation>
    </message>
    <message>
        <source>The record has no error</source>
        <translation>La fiche n’a pas d’erreur</translation>
    </message>
    <message>
        <source>The record has no extent; it will not be found by a search on the map.</source>
        <translation>La fiche n’a pas d’emprise&#xa0;; une recherche sur la carte ne la trouvera pas.</translation>
    </message>
    <message>
        <source>The record has no file and no service.</source>
        <translation>La fiche n’a ni fichier ni service.</translation>
    </message>
    <message>
        <source>The record has no file and no service: there is nothing to download or display.</source>
        <translation>La fiche n’a ni fichier ni service&#xa0;: il n’y a rien à télécharger ni à afficher.</translation>
    </message>
    <message>
        <source>The record has no identifier; one was made from its content.</source>
        <translation>La fiche n’a pas d’identifiant&#xa0;; il en a été fait un d’après son contenu.</translation>
    </message>
    <message>
        <source>The record has no title.</source>
        <translation>La fiche n’a pas de titre.</translation>
    </message>
    <message>
        <source>The record has {count} errors, of which the first is {code} in {path}: {cause} Correct them before you publish.</source>
        <translation>Erreurs de la fiche&#xa0;: {count}. La première est {code} dans {path}&#xa0;: {cause} Corrigez-les avant de publier.</translation>
    </message>
    <message>
        <source>The record is about each person’s own data and its access is not restricted.</source>
        <translation>La fiche porte sur les données propres à chacun et son accès n’est pas restreint.</translation>
    </message>
    <message>
        <source>The record is not an object with fields: check the file.</source>
        <translation>La fiche n’est pas un objet avec des champs&#xa0;: vérifiez le fichier.</translation>
    </message>
    <message>
        <source>The record is not an object with fields; nothing can be read from it.</source>
        <translation>La fiche n’est pas un objet avec des champs&#xa0;; rien ne peut y être lu.</translation>
    </message>
    <message>
        <source>The record is public; the data are given on request only.</source>
        <translation>La fiche est publique&#xa0;; les données ne sont données que sur demande.</translation>
    </message>
    <message>
        <source>The record names no producer.</source>
        <translation>La fiche ne nomme pas de producteur.</translation>
    </message>
    <message>
        <source>The record names “{url}”, which is not a web address.</source>
        <translation>La fiche indique «&#xa0;{url}&#xa0;», qui n’est pas une adresse web.</translation>
    </message>
    <message>
        <source>The record of a dataset as JSON, a card to read, and its citation.</source>
        <translation>La fiche d’un jeu de données en JSON, une fiche à lire, et sa citation.</translation>
    </message>
    <message>
        <source>The record of commands as a table and as CSV; tells whether a line was changed, dropped or moved.</source>
        <translation>Le registre des commandes en table et en CSV&#xa0;; dit si une ligne a été modifiée, supprimée ou déplacée.</translation>
    </message>
    <message>
        <source>The record of commands cannot be written: {reason}. A command that is not recorded is not sent.</source>
        <translation>Le journal des commandes ne peut pas être écrit&#xa0;: {reason}. Une commande qui n’est pas consignée n’est pas envoyée.</translation>
    </message>
    <message>
        <source>The record says that it holds personal data and yet that its access is not restricted.</source>
        <translation>La fiche dit contenir des données personnelles et pourtant que son accès n’est pas restreint.</translation>
    </message>
    <message>
        <source>The record says that the access is restricted, yet the storage of the node gave the file to a request without account: whoever knows its address gets it. Tell who runs the node.</source>
        <translation>La fiche dit que l’accès est restreint, et pourtant le stockage du nœud a donné le fichier à une requête sans compte&#xa0;: quiconque connaît son adresse l’obtient. Prévenez l’administrateur du nœud.</translation>
    </message>
    <message>
        <source>The record says that the data are sensitive under the GDPR: restrict the access, or correct the record.</source>
        <translation>La fiche dit que les données sont sensibles au sens du RGPD&#xa0;: restreignez l’accès, ou corrigez la fiche.</translation>
    </message>
    <message>
        <source>The recorder runs</source>
        <translation>L’enregistreur tourne</translation>
    </message>
    <message>
        <source>The recording ends after so many seconds.</source>
        <translation>L’enregistrement se termine après ce nombre de secondes.</translation>
    </message>
    <message>
        <source>The recurrence ends before its first day.</source>
        <translation>La récurrence finit avant son premier jour.</translation>
    </message>
    <message>
        <source>The recurrence {rule} is not taken: write FREQ=DAILY or WEEKLY with INTERVAL, BYDAY, BYHOUR, BYMINUTE, UNTIL.</source>
        <translation>La récurrence {rule} n’est pas acceptée&#xa0;: écrivez FREQ=DAILY ou WEEKLY avec INTERVAL, BYDAY, BYHOUR, BYMINUTE, UNTIL.</translation>
    </message>
    <message>
        <source>The reduction must lie between 0 and 1, and the floor must not be negative.</source>
        <translation>La réduction doit être comprise entre 0 et 1 et le plancher ne doit pas être négatif.</translation>
    </message>
    <message>
        <source>The reference ({from_year} to {to_year}) must end before the allowance ({first} to {last}) begins.</source>
        <translation>La référence ({from_year} à {to_year}) doit finir avant le début de la période de l’enveloppe ({first} à {last}).</translation>
    </message>
    <message>
        <source>The reference pace is {pace}; give a share of the territory a year, above 0.</source>
        <translation>Le rythme de référence vaut {pace}&#xa0;; indiquez une part du territoire par an, supérieure à 0.</translation>
    </message>
    <message>
        <source>The reference system of the layer cannot be used to measure areas; choose another.</source>
        <translation>Le système de coordonnées de la couche ne permet pas de mesurer des surfaces&#xa0;; choisissez-en un autre.</translation>
    </message>
    <message>
        <source>The report has a line for each thing noticed while reading and for each fault that a RUDI portal would find; complete the records before you publish them. Limits: XML with a document type or entities is refused, and contexts of JSON-LD are not fetched from the web.</source>
        <translation>Le rapport a une ligne pour chaque chose remarquée à la lecture et pour chaque défaut que trouverait un portail RUDI&#xa0;; complétez les fiches avant de les publier. Limites&#xa0;: un XML avec un type de document ou des entités est refusé, et les contextes de JSON-LD ne sont pas cherchés sur le web.</translation>
    </message>
    <message>
        <source>The reporting period of the device is not known; a class A device cannot be commanded.</source>
        <translation>La période d’émission de l’équipement est inconnue&#xa0;; un équipement de classe A ne peut pas être commandé.</translation>
    </message>
    <message>
        <source>The request for “{title}” is registered.</source>
        <translation>La demande pour «&#xa0;{title}&#xa0;» est enregistrée.</translation>
    </message>
    <message>
        <source>The request is registered ({status}). The producer will answer by e-mail; this dialog tells how far it is.</source>
        <translation>La demande est enregistrée ({status}). Le producteur répondra par courriel&#xa0;; cette fenêtre dit où elle en est.</translation>
    </message>
    <message>
        <source>The request was sent</source>
        <translation>La demande a été envoyée</translation>
    </message>
    <message>
        <source>The request was sent.</source>
        <translation>La demande a été envoyée.</translation>
    </message>
    <message>
        <source>The route cannot be turned into longitudes and latitudes; check the CRS of the network.</source>
        <translation>Le parcours ne peut pas être converti en longitudes et latitudes&#xa0;; vérifiez le SCR du réseau.</translation>
    </message>
    <message>
        <source>The routes cannot be turned into longitudes and latitudes; check the CRS of the layer.</source>
        <translation>Les parcours ne peuvent pas être convertis en longitudes et latitudes&#xa0;; vérifiez le SCR de la couche.</translation>
    </message>
    <message>
        <source>The same figures for scripts.</source>
        <translation>Les mêmes chiffres pour les scripts.</translation>
    </message>
    <message>
        <source>The same seed gives the same town to the last bit; another seed gives another town.</source>
        <translation>La même graine donne la même ville au bit près&#xa0;; une autre graine donne une autre ville.</translation>
    </message>
    <message>
        <source>The same seed makes the same messages.</source>
        <translation>La même graine donne les mêmes messages.</translation>
    </message>
    <message>
        <source>The scale and the offset of “{name}” of the mapping {file} are numbers.</source>
        <translation>L’échelle et le décalage de «&#xa0;{name}&#xa0;» de la correspondance {file} sont des nombres.</translation>
    </message>
    <message>
        <source>The score explains little of what respondents say: something that matters to them is missing.</source>
        <translation>La note explique peu de ce que disent les répondants&#xa0;: quelque chose qui compte pour eux y manque.</translation>
    </message>
    <message>
        <source>The segments have no value of an indicator (fields v_width, v_slope and so on); run the walkability score first and give its output here.</source>
        <translation>Les tronçons n’ont aucune valeur d’indicateur (champs v_width, v_slope, etc.)&#xa0;; lancez d’abord la note de marchabilité et donnez son résultat ici.</translation>
    </message>
    <message>
        <source>The segments where pmr_ok is false, with the reason in pmr_why.</source>
        <translation>Les tronçons où pmr_ok est faux, avec la raison dans pmr_why.</translation>
    </message>
    <message>
        <source>The segments with their score, class, values, confidence and accessibility.</source>
        <translation>Les tronçons avec leur note, leur classe, leurs valeurs, leur confiance et leur accessibilité.</translation>
    </message>
    <message>
        <source>The series does not vary; a standard deviation must be given.</source>
        <translation>La série ne varie pas&#xa0;; un écart-type doit être donné.</translation>
    </message>
    <message>
        <source>The server answered no record for {identifier}.</source>
        <translation>Le serveur n’a renvoyé aucune fiche pour {identifier}.</translation>
    </message>
    <message>
        <source>The server did not answer or was not asked: these records were harvested {age} ago.</source>
        <translation>Le serveur n’a pas répondu ou n’a pas été interrogé&#xa0;: ces fiches ont été moissonnées il y a {age}.</translation>
    </message>
    <message>
        <source>The server did not answer or was not asked: this record was harvested {age} ago.</source>
        <translation>Le serveur n’a pas répondu ou n’a pas été interrogé&#xa0;: cette fiche a été moissonnée il y a {age}.</translation>
    </message>
    <message>
        <source>The server does not filter by place; everything is listed and filtered here.</source>
        <translation>Le serveur ne filtre pas par lieu&#xa0;; tout est listé et filtré ici.</translation>
    </message>
    <message>
        <source>The server has no such datastream.</source>
        <translation>Le serveur n’a aucun flux de données de ce genre.</translation>
    </message>
    <message>
        <source>The server refused {count} series; the table says why.</source>
        <translation>Le serveur a refusé {count} séries&#xa0;; la table dit pourquoi.</translation>
    </message>
    <message>
        <source>The server took {name} and does not show it; its account may not read what it writes.</source>
        <translation>Le serveur a accepté {name} et ne le montre pas&#xa0;; son compte n’a peut-être pas le droit de lire ce qu’il écrit.</translation>
    </message>
    <message>
        <source>The service gave no feature; check the extent, or ask its producer.</source>
        <translation>Le service n’a donné aucune entité&#xa0;; vérifiez l’emprise, ou interrogez son producteur.</translation>
    </message>
    <message>
        <source>The shade of this network was computed for one instant, {hour}; it is taken to stand still.</source>
        <translation>L’ombre de ce réseau a été calculée pour un seul instant, {hour}&#xa0;; elle est supposée immobile.</translation>
    </message>
    <message>
        <source>The shade of this network was computed for {shade_date}, the walk is on {walk_date}; compute the shade again for that day for a true answer.</source>
        <translation>L’ombre de ce réseau a été calculée pour le {shade_date}, le parcours a lieu le {walk_date}&#xa0;; recalculez l’ombre pour ce jour afin d’obtenir une réponse juste.</translation>
    </message>
    <message>
        <source>The shade was computed for {date}, which is not in summer.</source>
        <translation>L’ombre a été calculée pour le {date}, qui n’est pas en été.</translation>
    </message>
    <message>
        <source>The share of each street in the sun, every quarter of an hour of a day.</source>
        <translation>La part de chaque rue au soleil, tous les quarts d’heure d’une journée.</translation>
    </message>
    <message>
        <source>The sheet {path} could not be written; close it where it is open, or choose another folder.</source>
        <translation>La fiche {path} n’a pas pu être écrite&#xa0;; fermez-la là où elle est ouverte, ou choisissez un autre dossier.</translation>
    </message>
    <message>
        <source>The sheet {path} must be a PDF or a PNG file; give a name ending in .pdf.</source>
        <translation>La fiche {path} doit être un fichier PDF ou PNG&#xa0;; donnez un nom qui finit par .pdf.</translation>
    </message>
    <message>
        <source>The shortest route is also the coolest: &lt;b&gt;{short} m&lt;/b&gt;, and {most} m added by the heat.</source>
        <translation>Le parcours le plus court est aussi le plus frais&#xa0;: &lt;b&gt;{short}&#xa0;m&lt;/b&gt;, plus {most}&#xa0;m ajoutés par la chaleur.</translation>
    </message>
    <message>
        <source>The shortest route is also the coolest: &lt;b&gt;{short} m&lt;/b&gt;, heat dose {most} °C·min.</source>
        <translation>Le parcours le plus court est aussi le plus frais&#xa0;: &lt;b&gt;{short}&#xa0;m&lt;/b&gt;, dose de chaleur {most}&#xa0;°C·min.</translation>
    </message>
    <message>
        <source>The shortest route is also the coolest: &lt;b&gt;{short} m&lt;/b&gt;, {most} m in the sun.</source>
        <translation>Le parcours le plus court est aussi le plus frais&#xa0;: &lt;b&gt;{short}&#xa0;m&lt;/b&gt;, dont {most}&#xa0;m au soleil.</translation>
    </message>
    <message>
        <source>The shortest, the coolest and the best walks between the two, at a given hour.</source>
        <translation>Le parcours à pied le plus court, le plus frais et les meilleurs compromis entre les deux, à une heure donnée.</translation>
    </message>
    <message>
        <source>The size of the file is not a positive whole number; it is taken as unknown.</source>
        <translation>La taille du fichier n’est pas un nombre entier positif&#xa0;; elle est tenue pour inconnue.</translation>
    </message>
    <message>
        <source>The sky view factor of {count} of {total} edges is not known; a usual one is taken.</source>
        <translation>Le facteur de vue du ciel de {count} arcs sur {total} n’est pas connu&#xa0;; une valeur usuelle est prise.</translation>
    </message>
    <message>
        <source>The sky view raster {name} goes from {lowest:g} to {highest:g}: it must be a share from 0 to 1; choose another one, or none to have it computed.</source>
        <translation>Le raster de vue du ciel {name} va de {lowest:g} à {highest:g}&#xa0;: il doit être une part de 0 à 1&#xa0;; choisissez-en un autre, ou aucun pour le faire calculer.</translation>
    </message>
    <message>
        <source>The sky view raster {name} has no data; choose another one, or none to have it computed.</source>
        <translation>Le raster de vue du ciel {name} ne contient aucune donnée&#xa0;; choisissez-en un autre, ou aucun pour le faire calculer.</translation>
    </message>
    <message>
        <source>The start and the end are the same place on the network; choose two different places.</source>
        <translation>Le départ et l’arrivée sont au même endroit du réseau&#xa0;; choisissez deux lieux différents.</translation>
    </message>
    <message>
        <source>The start cannot be read; type it like 352100, 6789300.</source>
        <translation>Le départ ne peut pas être lu&#xa0;; saisissez-le sous la forme 352100, 6789300.</translation>
    </message>
    <message>
        <source>The start is on a path that may not be walked; move it to another street.</source>
        <translation>Le départ se trouve sur un chemin où la marche n’est pas autorisée&#xa0;; déplacez-le vers une autre rue.</translation>
    </message>
    <message>
        <source>The start is {distance:.0f} m from the walking network; move it within {limit:.0f} m of a street or path.</source>
        <translation>Le départ est à {distance:.0f}&#xa0;m du réseau piéton&#xa0;; déplacez-le à moins de {limit:.0f}&#xa0;m d’une rue ou d’un chemin.</translation>
    </message>
    <message>
        <source>The start is {distance:.0f} m from the walking network; move it within {most:.0f} m of a street or path.</source>
        <translation>Le départ est à {distance:.0f}&#xa0;m du réseau piéton&#xa0;; déplacez-le à moins de {most:.0f}&#xa0;m d’une rue ou d’un chemin.</translation>
    </message>
    <message>
        <source>The station {station} comes twice in the layer; give each station its own identifier.</source>
        <translation>La station {station} vient deux fois dans la couche&#xa0;; donnez à chaque station son propre identifiant.</translation>
    </message>
    <message>
        <source>The stations receive uhi, their mean over the selected nights, and uhi_max, the largest, both in degrees Celsius; uhi_all is the mean over all nights; n_nights counts the selected nights they have; n_gaps and n_outlier count nights left out for want of hours or because the station was not believed; flag says what to watch. The table of the nights has the strongest heat island (dt_max) and where it was.</source>
        <translation>Les stations reçoivent uhi, leur moyenne sur les nuits retenues, et uhi_max, la plus grande valeur, toutes deux en degrés Celsius&#xa0;; uhi_all est la moyenne de toutes les nuits&#xa0;; n_nights compte les nuits retenues qu’elles ont&#xa0;; n_gaps et n_outlier comptent les nuits écartées faute d’heures ou parce que la station n’a pas été crue&#xa0;; flag dit ce qu’il faut surveiller. La table des nuits a l’îlot de chaleur le plus fort (dt_max) et son lieu.</translation>
    </message>
    <message>
        <source>The stations with the value predicted without each of them, and the error.</source>
        <translation>Les stations avec la valeur prédite sans chacune d’elles, et l’erreur.</translation>
    </message>
    <message>
        <source>The stations with their mean heat island; the heat-island map is made from it.</source>
        <translation>Les stations avec leur îlot de chaleur moyen&#xa0;; la carte de l’îlot de chaleur en est faite.</translation>
    </message>
    <message>
        <source>The step of a regular series must be above zero.</source>
        <translation>Le pas d’une série régulière doit être supérieur à zéro.</translation>
    </message>
    <message>
        <source>The step of the grid is {grid} m; give a positive length.</source>
        <translation>Le pas de la grille est de {grid} m&#xa0;; indiquez une longueur positive.</translation>
    </message>
    <message>
        <source>The steps of the spatial check are 1 to 5, not {number}.</source>
        <translation>Les étapes du contrôle spatial vont de 1 à 5&#xa0;; {number} n’en est pas une.</translation>
    </message>
    <message>
        <source>The storage of the node did not take the file. {reason}</source>
        <translation>Le stockage du nœud n’a pas pris le fichier. {reason}</translation>
    </message>
    <message>
        <source>The store cannot be opened: {reason}</source>
        <translation>La base ne peut pas être ouverte&#xa0;: {reason}</translation>
    </message>
    <message>
        <source>The store cannot be read: {reason}.</source>
        <translation>La base ne peut pas être lue&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>The store has no metric named {names}.</source>
        <translation>La base n’a pas de grandeur nommée {names}.</translation>
    </message>
    <message>
        <source>The store has no metric named {names}; it has {known}.</source>
        <translation>La base n’a pas de grandeur nommée {names}&#xa0;; elle a {known}.</translation>
    </message>
    <message>
        <source>The store has no such device yet; the layer is empty.</source>
        <translation>La base n’a encore aucun équipement de ce genre&#xa0;; la couche est vide.</translation>
    </message>
    <message>
        <source>The store is being written</source>
        <translation>La base est en cours d’écriture</translation>
    </message>
    <message>
        <source>The store is busy or cannot be written; nothing was changed. Try again. ({reason})</source>
        <translation>La base est occupée ou ne peut pas être écrite&#xa0;; rien n’a été modifié. Réessayez. ({reason})</translation>
    </message>
    <message>
        <source>The store knows no device or site named {names}.</source>
        <translation>La base ne connaît pas d’équipement ni de site nommé {names}.</translation>
    </message>
    <message>
        <source>The store knows no device or site named {names}; check the names in a snapshot of the store.</source>
        <translation>La base ne connaît pas d’équipement ni de site nommé {names}&#xa0;; vérifiez les noms dans un état instantané de la base.</translation>
    </message>
    <message>
        <source>The store knows no gateway yet; the layer is empty.</source>
        <translation>La base ne connaît encore aucune passerelle&#xa0;; la couche est vide.</translation>
    </message>
    <message>
        <source>The store of “{name}” holds no device. The recorder writes it, also while QGIS is closed.</source>
        <translation>La base de «&#xa0;{name}&#xa0;» ne contient aucun équipement. L’enregistreur l’écrit, même quand QGIS est fermé.</translation>
    </message>
    <message>
        <source>The store {path} cannot be opened as a layer.</source>
        <translation>La base {path} ne peut pas être ouverte comme couche.</translation>
    </message>
    <message>
        <source>The store {path} cannot be opened: {reason}.</source>
        <translation>La base {path} ne peut pas être ouverte&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>The store {path} has version {version} and this plugin reads version {expected}. Update the plugin, or begin a new store.</source>
        <translation>La base {path} est en version {version} et cette extension lit la version {expected}. Mettez l’extension à jour, ou commencez une nouvelle base.</translation>
    </message>
    <message>
        <source>The store {store} cannot be used: {cause}. Close what else writes to it, or check the disk or the server, then run again.</source>
        <translation>La base {store} ne peut pas être utilisée&#xa0;: {cause}. Fermez ce qui y écrit par ailleurs, ou vérifiez le disque ou le serveur, puis relancez.</translation>
    </message>
    <message>
        <source>The streets and the sun along the way come from the network on which the routes were searched: the route is laid on its edges. Without it the page has the map and the key figures only.</source>
        <translation>Les rues et le soleil le long du chemin viennent du réseau sur lequel les parcours ont été cherchés&#xa0;: le parcours est reporté sur ses arêtes. Sans lui, la page n’a que la carte et les chiffres clés.</translation>
    </message>
    <message>
        <source>The sun</source>
        <translation>Le soleil</translation>
    </message>
    <message>
        <source>The sun is below the horizon during all these hours.</source>
        <translation>Le soleil est sous l’horizon pendant toutes ces heures.</translation>
    </message>
    <message>
        <source>The sun is below the horizon on {moment}: everything is in shade.</source>
        <translation>Le soleil est sous l’horizon le {moment}&#xa0;: tout est à l’ombre.</translation>
    </message>
    <message>
        <source>The sun is below the horizon on {moment}: only the heat of sky, ground and walls is counted.</source>
        <translation>Le soleil est sous l’horizon le {moment}&#xa0;: seule la chaleur du ciel, du sol et des murs est comptée.</translation>
    </message>
    <message>
        <source>The sun profile of edge {row} cannot be read; compute the shade on the network again.</source>
        <translation>Le profil de soleil de l’arc {row} ne peut pas être lu&#xa0;; recalculez l’ombre sur le réseau.</translation>
    </message>
    <message>
        <source>The sun profile of edge {row} has {count} time slots where {expected} are expected; compute the shade on the network again.</source>
        <translation>Le profil de soleil de l’arc {row} a {count} créneaux horaires là où {expected} sont attendus&#xa0;; recalculez l’ombre sur le réseau.</translation>
    </message>
    <message>
        <source>The sun profiles do not all have the same date and hours; compute the shade of the whole network in one run.</source>
        <translation>Les profils de soleil n’ont pas tous la même date et les mêmes heures&#xa0;; calculez l’ombre de tout le réseau en une seule exécution.</translation>
    </message>
    <message>
        <source>The sun profiles hold no hour from 12 to 17; compute the shade of the afternoon to score it.</source>
        <translation>Les profils de soleil ne contiennent aucune heure de 12 à 17 h&#xa0;; calculez l’ombre de l’après-midi pour la noter.</translation>
    </message>
    <message>
        <source>The sun profiles hold only a part of 12 to 17 h: the shade is that of {first} to {last}.</source>
        <translation>Les profils de soleil ne contiennent qu’une partie de 12 à 17 h&#xa0;: l’ombre est celle de {first} à {last}.</translation>
    </message>
    <message>
        <source>The sun: metres walked in the sun. Felt heat: metres, each counted longer the hotter it feels. Heat dose: degrees felt above 26 °C, times the minutes one feels them.</source>
        <translation>Le soleil&#xa0;: mètres marchés au soleil. La chaleur ressentie&#xa0;: mètres, chacun comptant d’autant plus qu’on y ressent de chaleur. La dose de chaleur&#xa0;: degrés ressentis au-dessus de 26&#xa0;°C, multipliés par les minutes pendant lesquelles on les ressent.</translation>
    </message>
    <message>
        <source>The surface model is more than 1 m below the terrain model on {share:.1f} % of the area: check that both are altitudes, of the same survey.</source>
        <translation>Le modèle de surface est à plus de 1 m sous le modèle de terrain sur {share:.1f}&#xa0;% de la surface&#xa0;: vérifiez que tous deux sont des altitudes, du même levé.</translation>
    </message>
    <message>
        <source>The surface model {name} has no data; choose another one.</source>
        <translation>Le modèle numérique de surface {name} ne contient aucune donnée&#xa0;; choisissez-en un autre.</translation>
    </message>
    <message>
        <source>The surface model {surface} is below the terrain model {terrain} on {share:.0f} % of the area; check that each is in its place and that both are altitudes.</source>
        <translation>Le modèle de surface {surface} est sous le modèle de terrain {terrain} sur {share:.0f}&#xa0;% de la surface&#xa0;; vérifiez que chacun est à sa place et que tous deux sont des altitudes.</translation>
    </message>
    <message>
        <source>The survey has {count} respondents with usable answers; {least} at least are needed to fit one weight. Gather more answers, or compare the indicators in pairs (mode ahp).</source>
        <translation>L’enquête a {count} répondants aux réponses utilisables&#xa0;; il en faut au moins {least} pour caler un poids. Recueillez plus de réponses, ou comparez les indicateurs deux à deux (mode ahp).</translation>
    </message>
    <message>
        <source>The table has no column {name}; its help says which columns it needs.</source>
        <translation>La table n’a pas de colonne {name}&#xa0;; son aide dit de quelles colonnes elle a besoin.</translation>
    </message>
    <message>
        <source>The table has no row.</source>
        <translation>La table n’a aucune ligne.</translation>
    </message>
    <message>
        <source>The table has no temperature; check the field of the values.</source>
        <translation>La table n’a pas de température&#xa0;; vérifiez le champ des valeurs.</translation>
    </message>
    <message>
        <source>The table of answers has no row; check the layer, its filter and its selection.</source>
        <translation>La table des réponses n’a aucune ligne&#xa0;; vérifiez la couche, son filtre et sa sélection.</translation>
    </message>
    <message>
        <source>The table of carbon has no column {name}.</source>
        <translation>La table du carbone n’a pas de colonne {name}.</translation>
    </message>
    <message>
        <source>The table of comparisons names {name}, which is not an indicator; use {known}.</source>
        <translation>La table des comparaisons nomme {name}, qui n’est pas un indicateur&#xa0;; employez {known}.</translation>
    </message>
    <message>
        <source>The table of limits has no column {column}.</source>
        <translation>La table des limites n’a pas de colonne {column}.</translation>
    </message>
    <message>
        <source>The table of limits has no quantity {name}; it has {known}.</source>
        <translation>La table des limites n’a pas de grandeur {name}&#xa0;; elle a {known}.</translation>
    </message>
    <message>
        <source>The table of surfaces changes nothing without a land cover: give its raster too.</source>
        <translation>La table des surfaces ne change rien sans occupation du sol&#xa0;: donnez aussi son raster.</translation>
    </message>
    <message>
        <source>The table of surfaces has no column {column}; it needs code, albedo, emissivity, k, t0 and t_max.</source>
        <translation>La table des surfaces n’a pas de colonne {column}&#xa0;; il lui faut code, albedo, emissivity, k, t0 et t_max.</translation>
    </message>
    <message>
        <source>The table of surfaces has no row; fill it, or leave it out.</source>
        <translation>La table des surfaces n’a aucune ligne&#xa0;; remplissez-la, ou ne la donnez pas.</translation>
    </message>
    <message>
        <source>The table of the population has no row; fill it, or leave it out.</source>
        <translation>La table de la population n’a aucune ligne&#xa0;; remplissez-la, ou ne la donnez pas.</translation>
    </message>
    <message>
        <source>The table of the unmatched has a row for each device that was declared and never heard (not_heard), heard but not in the layer (not_in_layer), declared without a place (no_place), and for each row of the layer without identifier (no_identifier). A running recorder takes the change into account by itself.</source>
        <translation>La table des éléments sans correspondance a une ligne pour chaque équipement déclaré et jamais entendu (not_heard), entendu mais absent de la couche (not_in_layer), déclaré sans emplacement (no_place), et pour chaque ligne de la couche sans identifiant (no_identifier). Un enregistreur en marche tient compte du changement de lui-même.</translation>
    </message>
    <message>
        <source>The table of value functions names {name}, which is not an indicator; use {known}.</source>
        <translation>La table des fonctions de valeur nomme {name}, qui n’est pas un indicateur&#xa0;; employez {known}.</translation>
    </message>
    <message>
        <source>The table of weights does not name these indicators, which weigh nothing: {names}.</source>
        <translation>La table des poids ne nomme pas ces indicateurs, qui ne pèsent rien&#xa0;: {names}.</translation>
    </message>
    <message>
        <source>The table of weights names {name} twice; keep one row of it.</source>
        <translation>La table des poids nomme {name} deux fois&#xa0;; gardez-en une seule ligne.</translation>
    </message>
    <message>
        <source>The table of weights names {name}, which is not an indicator; use {known}.</source>
        <translation>La table des poids nomme {name}, qui n’est pas un indicateur&#xa0;; employez {known}.</translation>
    </message>
    <message>
        <source>The table with a field for each value.</source>
        <translation>La table avec un champ par valeur.</translation>
    </message>
    <message>
        <source>The table {name} cannot be read: {cause}</source>
        <translation>La table {name} ne peut pas être lue&#xa0;: {cause}</translation>
    </message>
    <message>
        <source>The table {name} cannot be read: {cause}.</source>
        <translation>La table {name} ne peut pas être lue&#xa0;: {cause}.</translation>
    </message>
    <message>
        <source>The table {name} gives {value} to {layer} {field}, which needs a number.</source>
        <translation>La table {name} donne {value} à {layer} {field}, qui attend un nombre&#xa0;; corrigez-la.</translation>
    </message>
    <message>
        <source>The table {name} has the class {label} of {product} twice.</source>
        <translation>La table {name} contient deux fois la classe {label} de {product}.</translation>
    </message>
    <message>
        <source>The table {name} must have the columns {columns}.</source>
        <translation>La table {name} doit avoir les colonnes {columns}.</translation>
    </message>
    <message>
        <source>The temperatures do not look like degrees Celsius (from {low:.0f} to {high:.0f}); convert them first.</source>
        <translation>Les températures ne ressemblent pas à des degrés Celsius (de {low:.0f} à {high:.0f})&#xa0;; convertissez-les d’abord.</translation>
    </message>
    <message>
        <source>The temperatures look like kelvins (median {middle:.1f}); convert them to degrees Celsius, for example with the field calculator.</source>
        <translation>Les températures ressemblent à des kelvins (médiane {middle:.1f})&#xa0;; convertissez-les en degrés Celsius, par exemple avec la calculatrice de champ.</translation>
    </message>
    <message>
        <source>The temperatures look like tenths of degrees (median {middle:.0f}); divide them by 10, for example with the field calculator.</source>
        <translation>Les températures ressemblent à des dixièmes de degré (médiane {middle:.0f})&#xa0;; divisez-les par 10, par exemple avec la calculatrice de champ.</translation>
    </message>
    <message>
        <source>The terrain does not cover the same cells as the grid; resample it onto the grid.</source>
        <translation>Le terrain ne couvre pas les mêmes cellules que la grille&#xa0;; rééchantillonnez-le sur la grille.</translation>
    </message>
    <message>
        <source>The terrain model is in {terrain} and the territory in {crs}; choose the same CRS, or leave it empty.</source>
        <translation>Le modèle numérique de terrain est en {terrain} et le territoire en {crs}&#xa0;; choisissez le même SCR, ou laissez-le vide.</translation>
    </message>
    <message>
        <source>The territory {path} must be a GeoPackage; give a name ending in .gpkg.</source>
        <translation>Le territoire {path} doit être un GeoPackage&#xa0;; indiquez un nom qui se termine par .gpkg.</translation>
    </message>
    <message>
        <source>The texts of the record hold an address, a number or an account of a person: read them.</source>
        <translation>Les textes de la fiche contiennent une adresse, un numéro ou un compte d’une personne&#xa0;: lisez-les.</translation>
    </message>
    <message>
        <source>The theme is given by its label and not by its code; the code was found.</source>
        <translation>Le thème est donné par son libellé et non par son code&#xa0;; le code a été retrouvé.</translation>
    </message>
    <message>
        <source>The theme is neither a code nor a label of the list; it was kept as it is.</source>
        <translation>Le thème n’est ni un code ni un libellé de la liste&#xa0;; il a été gardé tel quel.</translation>
    </message>
    <message>
        <source>The time constant of the sensors must be above zero seconds.</source>
        <translation>La constante de temps des capteurs doit être supérieure à zéro seconde.</translation>
    </message>
    <message>
        <source>The time zone {zone} is not known.</source>
        <translation>Le fuseau horaire {zone} est inconnu.</translation>
    </message>
    <message>
        <source>The time zone {zone} is not known; use a name such as Europe/Paris.</source>
        <translation>Le fuseau horaire {zone} est inconnu&#xa0;; utilisez un nom tel que Europe/Paris.</translation>
    </message>
    <message>
        <source>The time {value} has no time zone; give one, such as Europe/Paris.</source>
        <translation>L’heure {value} n’a pas de fuseau horaire&#xa0;; indiquez-en un, tel que Europe/Paris.</translation>
    </message>
    <message>
        <source>The title has {length} characters and the portal accepts {limit}: shorten it.</source>
        <translation>Le titre a {length} caractères et le portail en accepte {limit}&#xa0;: raccourcissez-le.</translation>
    </message>
    <message>
        <source>The title of the project has {length} characters; shorten it to {limit}.</source>
        <translation>Le titre du projet a {length} caractères&#xa0;; ramenez-le à {limit}.</translation>
    </message>
    <message>
        <source>The tolerance of a flat line must be above zero.</source>
        <translation>La tolérance d’un palier doit être supérieure à zéro.</translation>
    </message>
    <message>
        <source>The tree canopy is up to {height:.0f} m high: it must hold heights above the ground, not altitudes.</source>
        <translation>La canopée atteint {height:.0f} m de haut&#xa0;: elle doit contenir des hauteurs au-dessus du sol, et non des altitudes.</translation>
    </message>
    <message>
        <source>The use ends &amp;on</source>
        <translation>L’usage prend fin &amp;le</translation>
    </message>
    <message>
        <source>The use must end after today.</source>
        <translation>L’usage doit prendre fin après aujourd’hui.</translation>
    </message>
    <message>
        <source>The value function of {name} needs a number as measure and a value from 0 to 1 in every row.</source>
        <translation>La fonction de valeur de {name} demande un nombre comme mesure et une valeur de 0 à 1 dans chaque ligne.</translation>
    </message>
    <message>
        <source>The value function of {name} needs two rows or more, each with another measure.</source>
        <translation>La fonction de valeur de {name} demande deux lignes ou plus, de mesures différentes.</translation>
    </message>
    <message>
        <source>The value “{name}” of the mapping {file} needs one * for each * of its path.</source>
        <translation>La valeur «&#xa0;{name}&#xa0;» de la correspondance {file} demande un * pour chaque * de son chemin.</translation>
    </message>
    <message>
        <source>The version {found} of the records is not known: give one from 1.2.0 to 1.4.1.</source>
        <translation>La version {found} des fiches n’est pas connue&#xa0;: donnez-en une de 1.2.0 à 1.4.1.</translation>
    </message>
    <message>
        <source>The walking network has no edge to walk on.</source>
        <translation>Le réseau piéton n’a aucun arc où marcher&#xa0;; vérifiez la couche.</translation>
    </message>
    <message>
        <source>The way to it is safe &amp;without encryption</source>
        <translation>L’&amp;accès est sûr sans chiffrement</translation>
    </message>
    <message>
        <source>The way to use the address (interface contract) is not given; it was guessed.</source>
        <translation>La façon d’employer l’adresse (contrat d’interface) n’est pas donnée&#xa0;; elle a été devinée.</translation>
    </message>
    <message>
        <source>The weight of {name} must be a number, 0 or more; correct the table.</source>
        <translation>Le poids de {name} doit être un nombre positif ou nul&#xa0;; corrigez la table.</translation>
    </message>
    <message>
        <source>The weights hold for those who answered, the segments they were asked about and the indicators known there; indicators that go together cannot be told apart.</source>
        <translation>Les poids valent pour ceux qui ont répondu, les tronçons sur lesquels ils ont été interrogés et les indicateurs qui y sont connus&#xa0;; des indicateurs qui vont ensemble ne peuvent être distingués.</translation>
    </message>
    <message>
        <source>The west of the extent is east of its east; the two were exchanged.</source>
        <translation>L’ouest de l’emprise est à l’est de son est&#xa0;; les deux ont été échangés.</translation>
    </message>
    <message>
        <source>The whole record</source>
        <translation>La fiche entière</translation>
    </message>
    <message>
        <source>The whole record is read for it, from its first line.</source>
        <translation>Le registre entier est lu pour cela, depuis sa première ligne.</translation>
    </message>
    <message>
        <source>The window of the Hampel test is an odd number of values, 3 or more, not {n}.</source>
        <translation>La fenêtre du test de Hampel est un nombre impair de valeurs, 3 ou plus, pas {n}.</translation>
    </message>
    <message>
        <source>The zones with the index, its parts and their z-scores.</source>
        <translation>Les zones avec l’indice, ses composantes et leurs valeurs centrées réduites.</translation>
    </message>
    <message>
        <source>The {what} “{text}” cannot stand in a topic.</source>
        <translation>La valeur «&#xa0;{text}&#xa0;» de {what} ne peut pas figurer dans un sujet MQTT.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Thème</translation>
    </message>
    <message>
        <source>Theme of the catalogue under which people will find it.</source>
        <translation>Thème du catalogue sous lequel on le trouvera.</translation>
    </message>
    <message>
        <source>Theme: {name}</source>
        <translation>Thème&#xa0;: {name}</translation>
    </message>
    <message>
        <source>Themes</source>
        <translation>Thèmes</translation>
    </message>
    <message>
        <source>Then reload the plugin: untick and tick City Orchestra in the list of plugins. Nothing is installed by the plugin itself.</source>
        <translation>Rechargez ensuite l’extension&#xa0;: décochez puis cochez City Orchestra dans la liste des extensions. L’extension elle-même n’installe rien.</translation>
    </message>
    <message>
        <source>Then send the record to the &amp;portal</source>
        <translation>Envo&amp;yer aussi au portail</translation>
    </message>
    <message>
        <source>There are more than {most} observations; choose fewer devices or a shorter span.</source>
        <translation>Il y a plus de {most}&#xa0;observations&#xa0;; choisissez moins d’équipements ou une période plus courte.</translation>
    </message>
    <message>
        <source>There are too many items here; only the first {limit} were read.</source>
        <translation>Il y a trop d’éléments ici&#xa0;; seuls les {limit} premiers ont été lus.</translation>
    </message>
    <message>
        <source>There are too many routes to compare between these places (more than {limit} partial routes); reduce the greatest detour or choose places closer to each other.</source>
        <translation>Il y a trop de parcours à comparer entre ces lieux (plus de {limit} parcours partiels)&#xa0;; réduisez le détour maximal ou choisissez des lieux plus proches l’un de l’autre.</translation>
    </message>
    <message>
        <source>There are {count} combinations of predictors to compare with {stations} stations; take fewer radii, fewer classes or fewer predictors in the model.</source>
        <translation>Il y a {count} combinaisons de prédicteurs à comparer avec {stations} stations&#xa0;; prenez moins de rayons, moins de classes ou moins de prédicteurs dans le modèle.</translation>
    </message>
    <message>
        <source>There are {times} times for {values} values.</source>
        <translation>Il y a {times} instants pour {values} valeurs.</translation>
    </message>
    <message>
        <source>There is a broker called “{name}” already.</source>
        <translation>Il y a déjà un courtier nommé «&#xa0;{name}&#xa0;».</translation>
    </message>
    <message>
        <source>There is a connection called “{name}” already.</source>
        <translation>Une connexion s’appelle déjà «&#xa0;{name}&#xa0;».</translation>
    </message>
    <message>
        <source>There is no JSON file in the folder {path}.</source>
        <translation>Il n’y a pas de fichier JSON dans le dossier {path}.</translation>
    </message>
    <message>
        <source>There is no action {action} on an alarm.</source>
        <translation>Il n’existe pas d’action {action} sur une alarme.</translation>
    </message>
    <message>
        <source>There is no alarm {rule} on {device}.</source>
        <translation>Il n’y a pas d’alarme {rule} sur {device}.</translation>
    </message>
    <message>
        <source>There is no authentication configuration “{authcfg}” in this profile of QGIS; choose another one.</source>
        <translation>Il n’y a pas de configuration d’authentification «&#xa0;{authcfg}&#xa0;» dans ce profil de QGIS&#xa0;; choisissez-en une autre.</translation>
    </message>
    <message>
        <source>There is no broker called “{name}”. Saved ones: {known}.</source>
        <translation>Il n’y a pas de courtier appelé «&#xa0;{name}&#xa0;». Enregistrés&#xa0;: {known}.</translation>
    </message>
    <message>
        <source>There is no codec “{name}”: use one of {known}, or a YAML file.</source>
        <translation>Il n’existe pas de codec «&#xa0;{name}&#xa0;»&#xa0;: utilisez l’un de {known}, ou un fichier YAML.</translation>
    </message>
    <message>
        <source>There is no command {name}; commands are declared in a file of templates.</source>
        <translation>La commande {name} n’existe pas&#xa0;; les commandes se déclarent dans un fichier de modèles.</translation>
    </message>
    <message>
        <source>There is no command {name}; declared are {known}.</source>
        <translation>La commande {name} n’existe pas&#xa0;; sont déclarées&#xa0;: {known}.</translation>
    </message>
    <message>
        <source>There is no connection called “{name}”. Saved ones: {known}. Otherwise give an address.</source>
        <translation>Aucune connexion ne s’appelle «&#xa0;{name}&#xa0;». Connexions enregistrées&#xa0;: {known}. Sinon, donnez une adresse.</translation>
    </message>
    <message>
        <source>There is no consumption of the years {first} to {last}.</source>
        <translation>Il n’y a aucune consommation pour les années {first} à {last}.</translation>
    </message>
    <message>
        <source>There is no cool place; check the layer of places, its filter and its selection.</source>
        <translation>Il n’y a aucun lieu frais&#xa0;; vérifiez la couche des lieux, son filtre et sa sélection.</translation>
    </message>
    <message>
        <source>There is no file {path}.</source>
        <translation>Il n’y a pas de fichier {path}.</translation>
    </message>
    <message>
        <source>There is no file {path}; choose one, or give an address that begins with https://.</source>
        <translation>Il n’y a pas de fichier {path}&#xa0;; choisissez-en un, ou donnez une adresse qui commence par https://.</translation>
    </message>
    <message>
        <source>There is no green factor {name}; there are {names}.</source>
        <translation>Le coefficient de végétalisation {name} n’existe pas&#xa0;; il y a {names}.</translation>
    </message>
    <message>
        <source>There is no observation of these devices in this span of time.</source>
        <translation>Il n’y a aucune observation de ces équipements dans cette plage de temps.</translation>
    </message>
    <message>
        <source>There is no order {order}; give one of {orders}.</source>
        <translation>L’ordre {order} n’existe pas&#xa0;; indiquez l’un de ceux-ci&#xa0;: {orders}.</translation>
    </message>
    <message>
        <source>There is no origin; check the layer of origins, its filter and its selection.</source>
        <translation>Il n’y a aucune origine&#xa0;; vérifiez la couche des origines, son filtre et sa sélection.</translation>
    </message>
    <message>
        <source>There is no pedo-climatic zone {zone}; there are {zones}.</source>
        <translation>La zone pédoclimatique {zone} n’existe pas&#xa0;; il y a {zones}.</translation>
    </message>
    <message>
        <source>There is no record to check.</source>
        <translation>Il n’y a aucune fiche à contrôler.</translation>
    </message>
    <message>
        <source>There is no record to write; check the file, or the layer and its selection.</source>
        <translation>Il n’y a aucune fiche à écrire&#xa0;; vérifiez le fichier, ou la couche et sa sélection.</translation>
    </message>
    <message>
        <source>There is no route of rank {rank}; the layer has the ranks {ranks}.</source>
        <translation>Il n’y a pas de parcours de rang {rank}&#xa0;; la couche a les rangs {ranks}.</translation>
    </message>
    <message>
        <source>There is no route to write; check the layer, its filter and its selection.</source>
        <translation>Il n’y a aucun parcours à écrire&#xa0;; vérifiez la couche, son filtre et sa sélection.</translation>
    </message>
    <message>
        <source>There is no store {path}.</source>
        <translation>Il n’y a pas de base {path}.</translation>
    </message>
    <message>
        <source>There is no test {name}; choose range, step, flat or hampel.</source>
        <translation>Il n’existe pas de test {name}&#xa0;; choisissez range, step, flat ou hampel.</translation>
    </message>
    <message>
        <source>There is no value in this span.</source>
        <translation>Il n’y a aucune valeur dans cette période.</translation>
    </message>
    <message>
        <source>There is no walking route between the start and the end: they lie on parts of the network that do not touch; check the network around them or choose other places.</source>
        <translation>Il n’y a pas de parcours à pied entre le départ et l’arrivée&#xa0;: ils se trouvent sur des parties du réseau qui ne se touchent pas&#xa0;; vérifiez le réseau autour d’eux ou choisissez d’autres lieux.</translation>
    </message>
    <message>
        <source>There is nothing to acknowledge: the alarm is {state}.</source>
        <translation>Il n’y a rien à acquitter&#xa0;: l’alarme est {state}.</translation>
    </message>
    <message>
        <source>There is one reference station: the heat island holds its own oddities; several are better.</source>
        <translation>Il n’y a qu’une station de référence&#xa0;: l’îlot de chaleur porte ses particularités&#xa0;; plusieurs valent mieux.</translation>
    </message>
    <message>
        <source>There was nothing to test in this span.</source>
        <translation>Il n’y avait rien à tester dans cette plage de temps.</translation>
    </message>
    <message>
        <source>Thermal comfort</source>
        <translation>Confort thermique</translation>
    </message>
    <message>
        <source>These are personal data that each person fetches for themselves; sign in on the portal to see yours.</source>
        <translation>Ce sont des données personnelles, que chacun va chercher pour soi&#xa0;; connectez-vous au portail pour voir les vôtres.</translation>
    </message>
    <message>
        <source>These columns look like personal data and are published with a justification: {columns}.</source>
        <translation>Ces colonnes ressemblent à des données personnelles et sont publiées avec une justification&#xa0;: {columns}.</translation>
    </message>
    <message>
        <source>These columns look like personal data: {columns}. Remove them, or restrict the access and declare the data as sensitive, or write in at least {length} characters why they may be published.</source>
        <translation>Ces colonnes ressemblent à des données personnelles&#xa0;: {columns}. Retirez-les, ou restreignez l’accès et déclarez les données sensibles, ou écrivez en au moins {length} caractères pourquoi elles peuvent être publiées.</translation>
    </message>
    <message>
        <source>These devices have {count} metrics, more than the {most} that a layer can hold; choose some in METRICS.</source>
        <translation>Ces équipements ont {count} grandeurs, plus que les {most} qu’une couche peut contenir&#xa0;; choisissez-en dans METRICS.</translation>
    </message>
    <message>
        <source>These identifiers stand more than once in the layer (rows): {devices}. Nothing was written; keep one row for each device.</source>
        <translation>Ces identifiants figurent plus d’une fois dans la couche (lignes)&#xa0;: {devices}. Rien n’a été écrit&#xa0;; gardez une ligne par équipement.</translation>
    </message>
    <message>
        <source>These packages are missing: &lt;b&gt;{packages}&lt;/b&gt;.</source>
        <translation>Ces paquets sont absents&#xa0;: &lt;b&gt;{packages}&lt;/b&gt;.</translation>
    </message>
    <message>
        <source>These periods are not a positive number of seconds: {devices}. Nothing was written.</source>
        <translation>Ces périodes ne sont pas un nombre positif de secondes&#xa0;: {devices}. Rien n’a été écrit.</translation>
    </message>
    <message>
        <source>These reference stations are not in the layer: {names}.</source>
        <translation>Ces stations de référence ne sont pas dans la couche&#xa0;: {names}.</translation>
    </message>
    <message>
        <source>These stations are often far from all others; check them: {names}.</source>
        <translation>Ces stations sont souvent loin de toutes les autres&#xa0;; vérifiez-les&#xa0;: {names}.</translation>
    </message>
    <message>
        <source>These stations have no selected night: {names}.</source>
        <translation>Ces stations n’ont aucune nuit retenue&#xa0;: {names}.</translation>
    </message>
    <message>
        <source>These stations miss more than a fifth of the selected nights: {names}.</source>
        <translation>À ces stations manquent plus d’un cinquième des nuits retenues&#xa0;: {names}.</translation>
    </message>
    <message>
        <source>These values are proposed by the panels; a result depends only on what the panel shows.</source>
        <translation>Les panneaux proposent ces valeurs&#xa0;; un résultat ne dépend que de ce que le panneau affiche.</translation>
    </message>
    <message>
        <source>These weights hold for the people who answered, the segments they judged and what is known of them. They are opinions put in order, not measurements of comfort or safety.</source>
        <translation>Ces poids valent pour les personnes qui ont répondu, les tronçons qu’elles ont jugés et ce que l’on en sait. Ce sont des opinions mises en ordre, non des mesures de confort ou de sécurité.</translation>
    </message>
    <message>
        <source>Thing</source>
        <translation>Objet</translation>
    </message>
    <message>
        <source>Things made, or to be made</source>
        <translation>Objets créés, ou à créer</translation>
    </message>
    <message>
        <source>This QGIS cannot write Parquet (its GDAL comes without the driver); choose GeoPackage, GeoJSON or CSV.</source>
        <translation>Ce QGIS ne sait pas écrire de Parquet (son GDAL n’a pas ce pilote)&#xa0;; choisissez GeoPackage, GeoJSON ou CSV.</translation>
    </message>
    <message>
        <source>This address is not https: the account and the data would travel in the clear. Write https:// if the server has it.</source>
        <translation>Cette adresse n’est pas en https&#xa0;: le compte et les données circuleraient en clair. Écrivez https:// si le serveur le permet.</translation>
    </message>
    <message>
        <source>This algorithm needs Python packages that are missing: {packages}. Install them with the QPIP plugin, or with pip in the Python of QGIS, then reload the plugin.</source>
        <translation>Cet algorithme nécessite des paquets Python absents&#xa0;: {packages}. Installez-les avec l’extension QPIP, ou avec pip dans le Python de QGIS, puis rechargez l’extension.</translation>
    </message>
    <message>
        <source>This catalogue is empty</source>
        <translation>Ce catalogue est vide</translation>
    </message>
    <message>
        <source>This catalogue is searched as you type. What you find stays here for work offline.</source>
        <translation>Ce catalogue est interrogé au fil de la frappe. Ce que vous trouvez reste ici pour travailler hors ligne.</translation>
    </message>
    <message>
        <source>This code was used already: the command was sent with it. To send it again, run the dry run again in a minute.</source>
        <translation>Ce code a déjà servi&#xa0;: la commande a été envoyée avec lui. Pour l’envoyer de nouveau, refaites l’essai à blanc dans une minute.</translation>
    </message>
    <message>
        <source>This command was sent a short time ago; wait {seconds:.0f} s more.</source>
        <translation>Cette commande a été envoyée il y a peu&#xa0;; attendez encore {seconds:.0f}&#xa0;s.</translation>
    </message>
    <message>
        <source>This contains a script or an active page element: remove it.</source>
        <translation>Ceci contient un script ou un élément de page actif&#xa0;: retirez-le.</translation>
    </message>
    <message>
        <source>This contains characters that cannot be shown: type it again.</source>
        <translation>Ceci contient des caractères qui ne peuvent pas être affichés&#xa0;: saisissez-le de nouveau.</translation>
    </message>
    <message>
        <source>This dataset is no longer in the catalogue</source>
        <translation>Ce jeu de données n’est plus dans le catalogue</translation>
    </message>
    <message>
        <source>This dataset is open: it can be downloaded without asking.</source>
        <translation>Ce jeu de données est ouvert&#xa0;: il peut être téléchargé sans demande.</translation>
    </message>
    <message>
        <source>This dataset was asked for already. Nothing was sent.</source>
        <translation>Ce jeu de données a déjà été demandé. Rien n’a été envoyé.</translation>
    </message>
    <message>
        <source>This date cannot be read; it is taken as unknown.</source>
        <translation>Cette date ne peut pas être lue&#xa0;; elle est tenue pour inconnue.</translation>
    </message>
    <message>
        <source>This device has no place on the map.</source>
        <translation>Cet équipement n’a pas de position sur la carte.</translation>
    </message>
    <message>
        <source>This field does not hold what is expected here; it was left out.</source>
        <translation>Ce champ ne contient pas ce qui est attendu ici&#xa0;; il a été ignoré.</translation>
    </message>
    <message>
        <source>This field should be a number but holds text; the number was read from it.</source>
        <translation>Ce champ devrait être un nombre mais contient du texte&#xa0;; le nombre y a été lu.</translation>
    </message>
    <message>
        <source>This field should be text but holds a number; it was read as text.</source>
        <translation>Ce champ devrait être du texte mais contient un nombre&#xa0;; il a été lu comme du texte.</translation>
    </message>
    <message>
        <source>This file is encrypted by its producer; download it, and open it with the key that the producer gave you.</source>
        <translation>Ce fichier est chiffré par son producteur&#xa0;; téléchargez-le, et ouvrez-le avec la clé que le producteur vous a donnée.</translation>
    </message>
    <message>
        <source>This file or service has no address; it can be neither downloaded nor displayed.</source>
        <translation>Ce fichier ou service n’a pas d’adresse&#xa0;; il ne peut être ni téléchargé ni affiché.</translation>
    </message>
    <message>
        <source>This has {length} characters and may have {limit}: shorten it.</source>
        <translation>Ceci a {length} caractères et peut en avoir {limit}&#xa0;: raccourcissez-le.</translation>
    </message>
    <message>
        <source>This has {length} characters; {limit} at most are advised.</source>
        <translation>Ceci a {length} caractères&#xa0;; {limit} au plus sont conseillés.</translation>
    </message>
    <message>
        <source>This is a series that goes on; QGIS opens files and map services. Look at its page.</source>
        <translation>C’est une série qui se poursuit&#xa0;; QGIS ouvre des fichiers et des services de carte. Voyez sa page.</translation>
    </message>
    <message>
        <source>This is a service, not a file: add it to the map, then export the layer.</source>
        <translation>C’est un service, pas un fichier&#xa0;: ajoutez-le à la carte, puis exportez la couche.</translation>
    </message>
    <message>
        <source>This is empty (null): fill it in or remove it.</source>
        <translation>Ceci est vide (null)&#xa0;: remplissez-le ou retirez-le.</translation>
    </message>
    <message>
        <source>This is empty: fill it in or remove the field.</source>
        <translation>Ceci est vide&#xa0;: remplissez-le ou retirez le champ.</translation>
    </message>
    <message>
        <source>This is not the file that the catalogue announces; it was kept because you accepted that.</source>
        <translation>Ce n’est pas le fichier que le catalogue annonce&#xa0;; il est conservé parce que vous l’avez accepté.</translation>
    </message>
    <message>
        <source>This is what would be sent. Nothing was sent.</source>
        <translation>Voici ce qui serait envoyé. Rien n’a été envoyé.</translation>
    </message>
    <message>
        <source>This layer is a network already: its sides were chosen when it was built.</source>
        <translation>Cette couche est déjà un réseau&#xa0;: ses côtés ont été choisis quand il a été construit.</translation>
    </message>
    <message>
        <source>This layer was published before: the same dataset can be updated.</source>
        <translation>Cette couche a déjà été publiée&#xa0;: le même jeu de données peut être mis à jour.</translation>
    </message>
    <message>
        <source>This media has no address in the catalogue; ask its producer.</source>
        <translation>Ce média n’a pas d’adresse dans le catalogue&#xa0;; demandez-la à son producteur.</translation>
    </message>
    <message>
        <source>This mode needs the street segments; give the output of the walkability score.</source>
        <translation>Ce mode demande les tronçons de rue&#xa0;; donnez le résultat de la note de marchabilité.</translation>
    </message>
    <message>
        <source>This must be a list, between square brackets.</source>
        <translation>Ceci doit être une liste, entre crochets.</translation>
    </message>
    <message>
        <source>This must be a number, without quotes.</source>
        <translation>Ceci doit être un nombre, sans guillemets.</translation>
    </message>
    <message>
        <source>This must be a whole number, without quotes.</source>
        <translation>Ceci doit être un nombre entier, sans guillemets.</translation>
    </message>
    <message>
        <source>This must be an object with fields, between braces.</source>
        <translation>Ceci doit être un objet avec des champs, entre accolades.</translation>
    </message>
    <message>
        <source>This must be text, between quotes.</source>
        <translation>Ceci doit être du texte, entre guillemets.</translation>
    </message>
    <message>
        <source>This must be true or false, without quotes.</source>
        <translation>Ceci doit être true (vrai) ou false (faux), sans guillemets.</translation>
    </message>
    <message>
        <source>This needs a field with the width of the carriageway, such as width_m.</source>
        <translation>Il faut un champ donnant la largeur de la chaussée, comme width_m.</translation>
    </message>
    <message>
        <source>This network carries the shade of {day} only; choose that day, or a surface model.</source>
        <translation>Ce réseau ne porte que l’ombre du {day}&#xa0;; choisissez ce jour, ou un modèle numérique de surface.</translation>
    </message>
    <message>
        <source>This network carries the shade of {day}; that day answers at once.</source>
        <translation>Ce réseau porte l’ombre du {day}&#xa0;; la réponse est immédiate pour ce jour.</translation>
    </message>
    <message>
        <source>This project asked for the dataset already ({state}); nothing was sent.</source>
        <translation>Ce projet a déjà demandé le jeu de données ({state})&#xa0;; rien n’a été envoyé.</translation>
    </message>
    <message>
        <source>This project has no print layout with a page yet: make one, then write the mention onto it.</source>
        <translation>Ce projet n’a pas encore de mise en page avec une page&#xa0;: créez-en une, puis inscrivez-y la mention.</translation>
    </message>
    <message>
        <source>This route</source>
        <translation>Ce parcours</translation>
    </message>
    <message>
        <source>This route: sun, shade</source>
        <translation>Ce parcours&#xa0;: soleil, ombre</translation>
    </message>
    <message>
        <source>This server takes no requests. Write to {addresses}.</source>
        <translation>Ce serveur ne reçoit pas de demandes. Écrivez à {addresses}.</translation>
    </message>
    <message>
        <source>This server takes no requests: write to the producer of the dataset.</source>
        <translation>Ce serveur ne reçoit pas de demandes&#xa0;: écrivez au producteur du jeu de données.</translation>
    </message>
    <message>
        <source>This store holds the datastreams of {known}; those of {address} may have the same numbers. Give another store.</source>
        <translation>Cette base contient les flux de données (Datastreams) de {known}&#xa0;; ceux de {address} peuvent avoir les mêmes numéros. Indiquez une autre base.</translation>
    </message>
    <message>
        <source>This text is too long to be shown in full; it was cut.</source>
        <translation>Ce texte est trop long pour être affiché en entier&#xa0;; il a été coupé.</translation>
    </message>
    <message>
        <source>Those for which the table has a limit are run.</source>
        <translation>Seuls sont exécutés ceux pour lesquels la table a une limite.</translation>
    </message>
    <message>
        <source>Threads (0: all cores)</source>
        <translation>Fils d’exécution (0&#xa0;: tous les cœurs)</translation>
    </message>
    <message>
        <source>Threads on this machine; the result does not depend on it.</source>
        <translation>Fils d’exécution sur cette machine&#xa0;; le résultat n’en dépend pas.</translation>
    </message>
    <message>
        <source>Three rasters: the heat island and its standard error in degrees Celsius, and a mask that is 1 where the land cover is unlike that of all the stations. The stations receive the value predicted without them (loo_pred), the error (loo_error, observed less predicted), and the standard error announced. The model sheet gives the equation, its intervals, the errors and whether kriging helped.</source>
        <translation>Trois rasters&#xa0;: l’îlot de chaleur et son erreur type en degrés Celsius, et un masque qui vaut 1 où l’occupation du sol ne ressemble à celle d’aucune station. Les stations reçoivent la valeur prédite sans elles (loo_pred), l’erreur (loo_error, observé moins prédit) et l’erreur type annoncée. La fiche du modèle donne l’équation, ses intervalles, les erreurs et si le krigeage a aidé.</translation>
    </message>
    <message>
        <source>Ticks both boxes: the data are then given on request only.</source>
        <translation>Coche les deux cases&#xa0;: les données ne sont alors données que sur demande.</translation>
    </message>
    <message>
        <source>Time
(min)</source>
        <translation>Durée
(min)</translation>
    </message>
    <message>
        <source>Time &amp;zone</source>
        <translation>Fuseau &amp;horaire</translation>
    </message>
    <message>
        <source>Time between two messages (s)</source>
        <translation>Temps entre deux messages (s)</translation>
    </message>
    <message>
        <source>Time between two statistics (s)</source>
        <translation>Temps entre deux statistiques (s)</translation>
    </message>
    <message>
        <source>Time field</source>
        <translation>Champ de l’heure</translation>
    </message>
    <message>
        <source>Time in floods (%)</source>
        <translation>Temps en avalanche (%)</translation>
    </message>
    <message>
        <source>Time left to confirm</source>
        <translation>Temps restant pour confirmer</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Fuseau horaire</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titre</translation>
    </message>
    <message>
        <source>Title of the new project</source>
        <translation>Titre du nouveau projet</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Fin</translation>
    </message>
    <message>
        <source>To a broker only. 0 sends a fleet at once, as of the time before now.</source>
        <translation>Vers un courtier seulement. 0 envoie tout un parc d’un coup, daté de la période qui précède maintenant.</translation>
    </message>
    <message>
        <source>To a broker the messages go out as time passes, SPEED times as fast. Straight into a store they are of the DURATION before now, and no recorder may write to it meanwhile.</source>
        <translation>Vers un courtier, les messages partent à mesure que le temps passe, SPEED fois plus vite. Écrits directement dans une base, ils datent de la durée DURATION qui précède maintenant, et aucun enregistreur ne doit y écrire pendant ce temps.</translation>
    </message>
    <message>
        <source>To acknowledge</source>
        <translation>À acquitter</translation>
    </message>
    <message>
        <source>To agree to this and to nothing else, run again without DRY_RUN and with this text as CONSENT:</source>
        <translation>Pour accepter ceci et rien d’autre, relancez sans DRY_RUN et avec ce texte comme CONSENT&#xa0;:</translation>
    </message>
    <message>
        <source>To agree to this: CONSENT={digest}</source>
        <translation>Pour accepter ceci&#xa0;: CONSENT={digest}</translation>
    </message>
    <message>
        <source>To be mentioned</source>
        <translation>À mentionner</translation>
    </message>
    <message>
        <source>To be written beside the data</source>
        <translation>À écrire à côté des données</translation>
    </message>
    <message>
        <source>To cite</source>
        <translation>Pour citer</translation>
    </message>
    <message>
        <source>To pass over an interlock, give a reason and a second person, other than the one who sends.</source>
        <translation>Pour contourner un verrouillage, donnez un motif et une seconde personne, autre que celle qui envoie.</translation>
    </message>
    <message>
        <source>To publish a raster, install the Python package {packages}.</source>
        <translation>Pour publier un raster, installez le paquet Python {packages}.</translation>
    </message>
    <message>
        <source>To {device}: {command}. {values}</source>
        <translation>À {device}&#xa0;: {command}. {values}</translation>
    </message>
    <message>
        <source>Top-quartile hits on held-out respondents</source>
        <translation>Meilleur quart retrouvé sur des répondants mis de côté</translation>
    </message>
    <message>
        <source>Topic filters of MQTT, separated by semicolons; empty for those of the profile, or the usual ones.</source>
        <translation>Filtres de sujets MQTT, séparés par des points-virgules&#xa0;; vide pour ceux du profil, ou les filtres usuels.</translation>
    </message>
    <message>
        <source>Topics</source>
        <translation>Sujets</translation>
    </message>
    <message>
        <source>Traffic field (vehicles/day)</source>
        <translation>Champ de trafic (véhicules/jour)</translation>
    </message>
    <message>
        <source>Tree canopy height (m)</source>
        <translation>Hauteur de la canopée (m)</translation>
    </message>
    <message>
        <source>Trees</source>
        <translation>Arbres</translation>
    </message>
    <message>
        <source>True or 1 for devices that are not watched.</source>
        <translation>Vrai ou 1 pour les équipements qui ne sont pas surveillés.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Two commands are called {name}.</source>
        <translation>Deux commandes s’appellent {name}.</translation>
    </message>
    <message>
        <source>Two files side by side, with one name</source>
        <translation>Deux fichiers côte à côte, du même nom</translation>
    </message>
    <message>
        <source>Two letters, such as FR; empty for no holidays. School holidays are not known.</source>
        <translation>Deux lettres, comme FR&#xa0;; vide pour ignorer les jours fériés. Les vacances scolaires ne sont pas connues.</translation>
    </message>
    <message>
        <source>Two or three words, separated by commas.</source>
        <translation>Deux ou trois mots, séparés par des virgules.</translation>
    </message>
    <message>
        <source>Two outputs have the name {path}; give each its own.</source>
        <translation>Deux sorties ont le nom {path}&#xa0;; donnez à chacune le sien.</translation>
    </message>
    <message>
        <source>Two points of calibration must differ.</source>
        <translation>Deux points d’étalonnage doivent être différents.</translation>
    </message>
    <message>
        <source>Two predictors are called {name}; rename a band or a class.</source>
        <translation>Deux prédicteurs s’appellent {name}&#xa0;; renommez une bande ou une classe.</translation>
    </message>
    <message>
        <source>Two rules are called {rule}.</source>
        <translation>Deux règles s’appellent {rule}.</translation>
    </message>
    <message>
        <source>Two si&amp;dewalks per street</source>
        <translation>Deux trottoirs par rue</translation>
    </message>
    <message>
        <source>Two sides need the width of the carriageway; choose the width field, or one side.</source>
        <translation>Les deux côtés nécessitent la largeur de la chaussée&#xa0;; choisissez le champ de largeur, ou un seul côté.</translation>
    </message>
    <message>
        <source>Two-sided streets need a carriageway width above 0 m on at least one line.</source>
        <translation>Les rues à deux côtés nécessitent une largeur de chaussée supérieure à 0&#xa0;m sur au moins une ligne.</translation>
    </message>
    <message>
        <source>Type of the file</source>
        <translation>Type du fichier</translation>
    </message>
    <message>
        <source>Type the name of the device to confirm: {name}</source>
        <translation>Saisissez le nom de l’équipement pour confirmer&#xa0;: {name}</translation>
    </message>
    <message>
        <source>Type the name {name} to confirm.</source>
        <translation>Saisissez le nom {name} pour confirmer.</translation>
    </message>
    <message>
        <source>UTCI (Bröde et al., 2012) holds for air from -50 to 50 °C, a radiant temperature 30 °C below to 70 °C above it, wind up to 17 m/s at 10 m (less than 0.5 is taken as 0.5) and vapour below 50 hPa. PET (Höppe, 1999; Walther and Goestchel, 2018) is that of a man of 35 years, 80 W of activity, 0.9 clo. Cells outside these ranges have no data and are counted: nothing is extrapolated.</source>
        <translation>L’UTCI (Bröde et al., 2012) vaut pour un air de -50 à 50 °C, une température de rayonnement de 30 °C en dessous à 70 °C au-dessus, un vent jusqu’à 17 m/s à 10 m (moins de 0,5 est pris à 0,5) et moins de 50 hPa de vapeur. La PET (Höppe, 1999&#xa0;; Walther et Goestchel, 2018) est celle d’un homme de 35 ans, 80 W d’activité, 0,9 clo. Les cellules hors de ces domaines restent sans donnée et sont comptées&#xa0;: rien n’est extrapolé.</translation>
    </message>
    <message>
        <source>Under which the data may be reused.</source>
        <translation>Sous laquelle les données peuvent être réutilisées.</translation>
    </message>
    <message>
        <source>Under which the data may be reused. That of a source may oblige: the report tells.</source>
        <translation>Sous laquelle les données peuvent être réutilisées. Celle d’une source peut en imposer une&#xa0;: le rapport le dit.</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Unité</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Inconnu</translation>
    </message>
    <message>
        <source>Unmatched</source>
        <translation>Sans correspondance</translation>
    </message>
    <message>
        <source>Unmatched rows</source>
        <translation>Lignes sans correspondance</translation>
    </message>
    <message>
        <source>Untick it in a model whose next steps alone need the layer.</source>
        <translation>Décochez dans un modèle dont seules les étapes suivantes ont besoin de la couche.</translation>
    </message>
    <message>
        <source>Untick it to begin anew.</source>
        <translation>Décochez pour recommencer à zéro.</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Fin</translation>
    </message>
    <message>
        <source>Up to the version, such as https://server/FROST-Server/v1.1.</source>
        <translation>Jusqu’à la version, comme https://server/FROST-Server/v1.1.</translation>
    </message>
    <message>
        <source>Up to this a street is served; of comfort when the heat is counted.</source>
        <translation>Jusqu’à cette durée une rue est desservie&#xa0;; en minutes de confort quand la chaleur compte.</translation>
    </message>
    <message>
        <source>Update of “{title}”</source>
        <translation>Mise à jour de «&#xa0;{title}&#xa0;»</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>Mise à jour</translation>
    </message>
    <message>
        <source>Updated since</source>
        <translation>Mis à jour depuis</translation>
    </message>
    <message>
        <source>Updated until</source>
        <translation>Mis à jour jusqu’au</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Usage</translation>
    </message>
    <message>
        <source>Use a projected coordinate system in metres: {crs} is not one.</source>
        <translation>Utilisez un système de coordonnées projeté en mètres&#xa0;: {crs} n’en est pas un.</translation>
    </message>
    <message>
        <source>Use doubtful stations</source>
        <translation>Utiliser les stations douteuses</translation>
    </message>
    <message>
        <source>Use of each polygon; needed with the land use.</source>
        <translation>Usage de chaque polygone&#xa0;; nécessaire avec l’occupation du sol.</translation>
    </message>
    <message>
        <source>Use of the building, such as residential or commercial.</source>
        <translation>Usage du bâtiment, tel que residential (logement) ou commercial (commerce).</translation>
    </message>
    <message>
        <source>Used instead of the number; same grid.</source>
        <translation>Pris à la place du nombre&#xa0;; même grille.</translation>
    </message>
    <message>
        <source>Used when there is no terrain model, whose cells are taken otherwise.</source>
        <translation>Utilisée en l’absence de modèle numérique de terrain, dont les cellules sont prises dans le cas contraire.</translation>
    </message>
    <message>
        <source>Usual retention, in days: raw messages and rejects 30, observations and frames 396, quarters 1098, hours and days 2196 (the French decree on building automation asks for five years of hourly values). Alarms, commands and the audit are never deleted. A cancelled run keeps what it did until then.</source>
        <translation>Conservation habituelle, en jours&#xa0;: messages bruts et rejets 30, observations et trames 396, quarts d’heure 1098, heures et jours 2196 (le décret français sur l’automatisation des bâtiments demande cinq ans de valeurs horaires). Les alarmes, les commandes et le journal ne sont jamais supprimés. Une exécution annulée garde ce qu’elle a fait jusque-là.</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>Valable jusqu’au</translation>
    </message>
    <message>
        <source>Validate metadata</source>
        <translation>Contrôler des métadonnées</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valeur</translation>
    </message>
    <message>
        <source>Value functions</source>
        <translation>Fonctions de valeur</translation>
    </message>
    <message>
        <source>Value of the command, such as 70; several as opening=70; mode=eco.</source>
        <translation>Valeur de la commande, comme 70&#xa0;; plusieurs sous la forme opening=70; mode=eco.</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Valeurs</translation>
    </message>
    <message>
        <source>Values are put on the nearest instant.</source>
        <translation>Les valeurs sont placées à l’instant le plus proche.</translation>
    </message>
    <message>
        <source>Values are put on the nearest instant; their mean where there are several.</source>
        <translation>Les valeurs sont placées à l’instant le plus proche&#xa0;; leur moyenne s’il y en a plusieurs.</translation>
    </message>
    <message>
        <source>Values dropped</source>
        <translation>Valeurs écartées</translation>
    </message>
    <message>
        <source>Values of the use of buildings and land, separated by commas, in capitals or not.</source>
        <translation>Valeurs de l’usage des bâtiments et du sol, séparées par des virgules, en majuscules ou non.</translation>
    </message>
    <message>
        <source>Values of this form</source>
        <translation>Valeurs de cette forme</translation>
    </message>
    <message>
        <source>Values of {field} that the mapping does not know</source>
        <translation>Valeurs de {field} inconnues de la table de correspondance</translation>
    </message>
    <message>
        <source>Values removed (%)</source>
        <translation>Valeurs retirées (%)</translation>
    </message>
    <message>
        <source>Variance explained (%)</source>
        <translation>Variance expliquée (%)</translation>
    </message>
    <message>
        <source>Variogram of the residuals</source>
        <translation>Variogramme des résidus</translation>
    </message>
    <message>
        <source>Vector or raster layer to publish, its filter included; the selection does not count.</source>
        <translation>Couche vecteur ou raster à publier, filtre compris&#xa0;; la sélection ne compte pas.</translation>
    </message>
    <message>
        <source>Vector or raster layer, its filter included; the selection does not count.</source>
        <translation>Couche vecteur ou raster, filtre compris&#xa0;; la sélection ne compte pas.</translation>
    </message>
    <message>
        <source>Vegetation</source>
        <translation>Végétation</translation>
    </message>
    <message>
        <source>Vegetation of this height or more counts.</source>
        <translation>La végétation de cette hauteur ou plus compte.</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>Vérifié</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Version of the RUDI records; all nodes read 1.3.0.</source>
        <translation>Version des fiches RUDI&#xa0;; tous les nœuds lisent la 1.3.0.</translation>
    </message>
    <message>
        <source>Version of the description; auto: that which each record says it follows.</source>
        <translation>Version de la description&#xa0;; auto&#xa0;: celle que chaque fiche dit suivre.</translation>
    </message>
    <message>
        <source>Version of the re&amp;cord</source>
        <translation>Version de l&amp;a fiche</translation>
    </message>
    <message>
        <source>Version of the record</source>
        <translation>Version de la fiche</translation>
    </message>
    <message>
        <source>Version to write</source>
        <translation>Version à écrire</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versions</translation>
    </message>
    <message>
        <source>Very shaded places</source>
        <translation>Lieux très ombragés</translation>
    </message>
    <message>
        <source>W&amp;ind</source>
        <translation>&amp;Force du vent</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En attente</translation>
    </message>
    <message>
        <source>Walk on the left or on the right of the street, and cross where it is worth it.</source>
        <translation>Marcher à gauche ou à droite de la rue, et traverser où cela en vaut la peine.</translation>
    </message>
    <message>
        <source>Walkability</source>
        <translation>Marchabilité</translation>
    </message>
    <message>
        <source>Walkability index of neighbourhoods: street corners, density, shops, mix of uses, reach on foot.</source>
        <translation>Indice de marchabilité des quartiers&#xa0;: carrefours, densité, commerces, mixité des usages, portée à pied.</translation>
    </message>
    <message>
        <source>Walkability of areas</source>
        <translation>Marchabilité des quartiers</translation>
    </message>
    <message>
        <source>Walkability score</source>
        <translation>Note de marchabilité</translation>
    </message>
    <message>
        <source>Walkability survey</source>
        <translation>Enquête de marchabilité</translation>
    </message>
    <message>
        <source>Walkability weights</source>
        <translation>Poids de marchabilité</translation>
    </message>
    <message>
        <source>Walkability weights from a survey</source>
        <translation>Poids de marchabilité tirés d’une enquête</translation>
    </message>
    <message>
        <source>Walking</source>
        <translation>Marche</translation>
    </message>
    <message>
        <source>Walking &amp;speed</source>
        <translation>&amp;Vitesse de marche</translation>
    </message>
    <message>
        <source>Walking allowed field</source>
        <translation>Champ d’autorisation de la marche</translation>
    </message>
    <message>
        <source>Walking distance of the pedestrian shed (m)</source>
        <translation>Distance de marche de l’aire piétonne atteinte (m)</translation>
    </message>
    <message>
        <source>Walking isochrone in the heat</source>
        <translation>Isochrone de marche sous la chaleur</translation>
    </message>
    <message>
        <source>Walking network</source>
        <translation>Réseau piéton</translation>
    </message>
    <message>
        <source>Walking network; for the cost in the sun, with shade (output of the shade on a network algorithm).</source>
        <translation>Réseau piéton&#xa0;; pour le coût au soleil, avec l’ombre (résultat de l’algorithme d’ombre sur un réseau).</translation>
    </message>
    <message>
        <source>Walking network; with shade when the heat is counted.</source>
        <translation>Réseau piéton&#xa0;; avec l’ombre quand la chaleur compte.</translation>
    </message>
    <message>
        <source>Walking s&amp;peed</source>
        <translation>Vitesse de m&amp;arche</translation>
    </message>
    <message>
        <source>Walking speed follows the slope (Tobler, 1993), so the way to a place and the way from it may differ. The way between an origin and the network is not counted.</source>
        <translation>La vitesse de marche suit la pente (Tobler, 1993)&#xa0;: l’aller vers un lieu et le retour peuvent donc différer. Le trajet entre une origine et le réseau n’est pas compté.</translation>
    </message>
    <message>
        <source>Walking speed on the flat (m/s)</source>
        <translation>Vitesse de marche à plat (m/s)</translation>
    </message>
    <message>
        <source>Walking time</source>
        <translation>Durée de marche</translation>
    </message>
    <message>
        <source>Walking time at the chosen speed</source>
        <translation>Durée de marche à la vitesse choisie</translation>
    </message>
    <message>
        <source>Warmin&amp;g</source>
        <translation>H&amp;ypothèse climatique</translation>
    </message>
    <message>
        <source>Warming since today in a scenario, added to the air temperature. The French reference path (TRACC) is +2 °C in 2030, +2.7 °C in 2050 and +4 °C in 2100, counted from pre-industrial times: subtract the warming that your air temperature already contains.</source>
        <translation>Réchauffement d’un scénario par rapport à aujourd’hui, ajouté à la température de l’air. La trajectoire de référence (TRACC) est de +2 °C en 2030, +2,7 °C en 2050 et +4 °C en 2100, comptés depuis l’ère préindustrielle&#xa0;: retranchez le réchauffement que votre température de l’air contient déjà.</translation>
    </message>
    <message>
        <source>Warming to add (°C)</source>
        <translation>Réchauffement à ajouter (°C)</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>Avertissements</translation>
    </message>
    <message>
        <source>Warnings of the record</source>
        <translation>Avertissements de la fiche</translation>
    </message>
    <message>
        <source>Watch and command equipment live</source>
        <translation>Suivre et commander des équipements en direct</translation>
    </message>
    <message>
        <source>Water</source>
        <translation>Surfaces d’eau</translation>
    </message>
    <message>
        <source>Watercourses</source>
        <translation>Cours d’eau</translation>
    </message>
    <message>
        <source>Way (from or towards the origins)</source>
        <translation>Sens (from&#xa0;: depuis les origines&#xa0;; towards&#xa0;: vers elles)</translation>
    </message>
    <message>
        <source>Ways for wheelchairs: {count} of {total} edges are left out; the slope of {unknown} is not known.</source>
        <translation>Chemins accessibles en fauteuil&#xa0;: {count} arcs sur {total} sont écartés&#xa0;; la pente de {unknown} n’est pas connue.</translation>
    </message>
    <message>
        <source>Weak signal</source>
        <translation>Signal faible</translation>
    </message>
    <message>
        <source>Weather</source>
        <translation>Météo</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Poids</translation>
    </message>
    <message>
        <source>Weight and interval</source>
        <translation>Poids et intervalle</translation>
    </message>
    <message>
        <source>Weight of a metre in the sun</source>
        <translation>Poids d’un mètre au soleil</translation>
    </message>
    <message>
        <source>Weight of a minute in the sun</source>
        <translation>Poids d’une minute au soleil</translation>
    </message>
    <message>
        <source>Weight of the heat</source>
        <translation>Poids de la chaleur</translation>
    </message>
    <message>
        <source>Weight of the score</source>
        <translation>Poids du score</translation>
    </message>
    <message>
        <source>Weight of the sky</source>
        <translation>Poids du ciel</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Poids</translation>
    </message>
    <message>
        <source>Weights fitted</source>
        <translation>Poids calés</translation>
    </message>
    <message>
        <source>Weights of the walkability score from ratings, comments or choices of walkers, with intervals.</source>
        <translation>Poids de la note de marchabilité tirés de notes, de commentaires ou de choix de piétons, avec leurs intervalles.</translation>
    </message>
    <message>
        <source>West (degrees)</source>
        <translation>Ouest (degrés)</translation>
    </message>
    <message>
        <source>What</source>
        <translation>À simuler</translation>
    </message>
    <message>
        <source>What a file of alarm rules would have announced over a span of time, and the figures of ISA-18.2.</source>
        <translation>Ce qu’un fichier de règles d’alarme aurait annoncé sur une période, et les chiffres d’ISA-18.2.</translation>
    </message>
    <message>
        <source>What became of the command is not known: no proof came in time ({cause}). Look at the equipment.</source>
        <translation>On ne sait pas ce que la commande est devenue&#xa0;: aucune preuve n’est arrivée à temps ({cause}). Allez voir l’équipement.</translation>
    </message>
    <message>
        <source>What becomes of the command cannot be followed: {reason}.</source>
        <translation>Le devenir de la commande ne peut pas être suivi&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>What came is in no known format: check the formats.</source>
        <translation>Ce qui est venu n’est dans aucun format connu&#xa0;: vérifiez les formats.</translation>
    </message>
    <message>
        <source>What casts shadow from farther than this is ignored; long shadows of a low sun cost time.</source>
        <translation>Ce qui projette une ombre depuis plus loin est ignoré&#xa0;; les longues ombres d’un soleil bas coûtent du temps.</translation>
    </message>
    <message>
        <source>What differs from the usual retention, as table=days separated by semicolons, such as raw=7; obs=0; 0 keeps for ever. Tables: {tables}.</source>
        <translation>Ce qui diffère de la conservation habituelle, sous la forme table=jours, séparés par des points-virgules, par exemple raw=7; obs=0 (0 conserve pour toujours). Tables&#xa0;: {tables}.</translation>
    </message>
    <message>
        <source>What is checked, as the devices call it.</source>
        <translation>Ce qui est contrôlé, sous le nom que lui donnent les équipements.</translation>
    </message>
    <message>
        <source>What is compared, as the devices call it.</source>
        <translation>Ce qui est comparé, sous le nom que lui donnent les équipements.</translation>
    </message>
    <message>
        <source>What is farther than this hides nothing; hills seen from afar need more, which costs time.</source>
        <translation>Ce qui est plus loin ne cache rien&#xa0;; des collines vues de loin en demandent plus, ce qui coûte du temps.</translation>
    </message>
    <message>
        <source>What is new, changed and kept (HTML)</source>
        <translation>Ce qui est nouveau, changé et gardé (HTML)</translation>
    </message>
    <message>
        <source>What is sent (HTML)</source>
        <translation>Ce qui est envoyé (HTML)</translation>
    </message>
    <message>
        <source>What is shown in lists of results; portals search words in it and in the title only.</source>
        <translation>Ce qui apparaît dans les listes de résultats&#xa0;; les portails ne cherchent des mots que là et dans le titre.</translation>
    </message>
    <message>
        <source>What is watched, when it is an alarm, after how long, what to do.</source>
        <translation>Ce qui est surveillé, quand c’est une alarme, après combien de temps, que faire.</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>De quoi il s’agit</translation>
    </message>
    <message>
        <source>What it is about</source>
        <translation>Objet</translation>
    </message>
    <message>
        <source>What most often costs most points: {label} ({count} segments).</source>
        <translation>Ce qui coûte le plus souvent le plus de points&#xa0;: {label} ({count} tronçons).</translation>
    </message>
    <message>
        <source>What people call the device.</source>
        <translation>Nom courant de l’équipement.</translation>
    </message>
    <message>
        <source>What refuses it</source>
        <translation>Ce qui la refuse</translation>
    </message>
    <message>
        <source>What the address below is, and what account it takes.</source>
        <translation>Ce qu’est l’adresse ci-dessous, et quel compte elle accepte.</translation>
    </message>
    <message>
        <source>What the address is: a RUDI portal or node, an OGC CSW service (csw), udata such as data.gouv.fr, a STAC API (stac), or a file of records. A saved connection knows its own kind.</source>
        <translation>Ce qu’est l’adresse&#xa0;: un portail ou un nœud RUDI, un service CSW de l’OGC (csw), udata comme data.gouv.fr, une API STAC (stac), ou un fichier de fiches. Une connexion enregistrée connaît son type.</translation>
    </message>
    <message>
        <source>What the data are, how they were made, how far they can be used.</source>
        <translation>Ce que sont les données, comment elles ont été faites, jusqu’où on peut s’en servir.</translation>
    </message>
    <message>
        <source>What the last step drops becomes suspect; a value that failed another test stays so.</source>
        <translation>Ce que la dernière étape écarte devient suspect&#xa0;; une valeur qui a échoué à un autre test le reste.</translation>
    </message>
    <message>
        <source>What the layer tells</source>
        <translation>Ce que dit la couche</translation>
    </message>
    <message>
        <source>What the portal says</source>
        <translation>Ce que dit le portail</translation>
    </message>
    <message>
        <source>What the project does; the reason when empty. Not used for a project that exists.</source>
        <translation>Ce que fait le projet&#xa0;; le motif si le champ est vide. Ne sert pas pour un projet existant.</translation>
    </message>
    <message>
        <source>What the project is, in two sentences (optional)</source>
        <translation>Ce qu’est le projet, en deux phrases (facultatif)</translation>
    </message>
    <message>
        <source>What to avoid</source>
        <translation>Ce qu’il faut éviter</translation>
    </message>
    <message>
        <source>What to compute</source>
        <translation>Ce qu’il faut calculer</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Ce qu’il faut faire</translation>
    </message>
    <message>
        <source>What to look at</source>
        <translation>Points à regarder</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>Ce qui était à faire</translation>
    </message>
    <message>
        <source>What was not understood</source>
        <translation>Ce qui n’a pas été compris</translation>
    </message>
    <message>
        <source>What was sent</source>
        <translation>Ce qui a été envoyé</translation>
    </message>
    <message>
        <source>What was stored until the cancel stays in the store.</source>
        <translation>Ce qui a été stocké jusqu’à l’annulation reste dans la base.</translation>
    </message>
    <message>
        <source>What whoever reuses the data must write beside them.</source>
        <translation>Ce que doit écrire à côté des données quiconque les réutilise.</translation>
    </message>
    <message>
        <source>What will be sent</source>
        <translation>Ce qui sera envoyé</translation>
    </message>
    <message>
        <source>What would be done, in this order</source>
        <translation>Ce qui serait fait, dans cet ordre</translation>
    </message>
    <message>
        <source>What would be sent</source>
        <translation>Ce qui serait envoyé</translation>
    </message>
    <message>
        <source>What you want the data for, in at least 20 characters.</source>
        <translation>À quoi serviront les données, en 20 caractères au moins.</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Moment</translation>
    </message>
    <message>
        <source>When a front has more, the shortest, the coolest and the most different ones are kept.</source>
        <translation>S’il y en a plus, le plus court, le plus frais et les plus différents sont gardés.</translation>
    </message>
    <message>
        <source>When empty, a field with a usual name is taken, if there is one; the log says which.</source>
        <translation>Vide&#xa0;: un champ au nom usuel est pris, s’il y en a un&#xa0;; le journal dit lequel.</translation>
    </message>
    <message>
        <source>When empty, the field of the answers that has the name of the segment identifier.</source>
        <translation>Vide&#xa0;: le champ des réponses qui a le nom de l’identifiant du tronçon.</translation>
    </message>
    <message>
        <source>When off, a street without count or speed limit has no value for them, unless its status sets it.</source>
        <translation>Décoché&#xa0;: une rue sans comptage ni limite de vitesse n’a pas de valeur pour eux, sauf si son statut la fixe.</translation>
    </message>
    <message>
        <source>When off, only the route that is best for the weight of a sunny metre is given.</source>
        <translation>Si cette case est décochée, seul le meilleur parcours pour le poids d’un mètre au soleil est donné.</translation>
    </message>
    <message>
        <source>When off, the field svf is not written, which is faster; routes then take the same value everywhere.</source>
        <translation>Si décoché, le champ svf n’est pas écrit, ce qui est plus rapide&#xa0;; les parcours prennent alors la même valeur partout.</translation>
    </message>
    <message>
        <source>When there are more, the shortest, the coolest and the most different ones are kept.</source>
        <translation>S’il y en a davantage, le plus court, le plus frais et les plus différents sont conservés.</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Où</translation>
    </message>
    <message>
        <source>Where a record has a text in several languages, the one that is shown; the next best when it lacks it.</source>
        <translation>Quand une fiche a un texte en plusieurs langues, celle qui est montrée&#xa0;; la plus proche quand elle manque.</translation>
    </message>
    <message>
        <source>Where access is restricted, a portal wants a token that changes every few minutes. QGIS cannot give it for a layer, so the features of a WFS are copied once into a file, and that copy is the layer; IS_COPY tells it. A restricted WMS or WMTS cannot be opened. No token and no password is ever written into a layer.</source>
        <translation>Quand l’accès est restreint, un portail exige un jeton qui change toutes les quelques minutes. QGIS ne sait pas le fournir pour une couche&#xa0;: les entités d’un WFS sont donc copiées une fois dans un fichier, et la couche est cette copie&#xa0;; IS_COPY le dit. Un WMS ou un WMTS restreint ne peut pas être ouvert. Aucun jeton ni aucun mot de passe n’est jamais écrit dans une couche.</translation>
    </message>
    <message>
        <source>Where it goes</source>
        <translation>Destination</translation>
    </message>
    <message>
        <source>Where the data are, in any CRS; datasets without extent are then left out and counted.</source>
        <translation>Où sont les données, dans un SCR quelconque&#xa0;; les jeux de données sans emprise sont alors laissés de côté et comptés.</translation>
    </message>
    <message>
        <source>Where the features of a restricted WFS are copied to; empty for a folder that goes with QGIS.</source>
        <translation>Où sont copiées les entités d’un WFS restreint&#xa0;; vide pour un dossier qui disparaît à la fermeture de QGIS.</translation>
    </message>
    <message>
        <source>Where the files go; made when it is not there.</source>
        <translation>Où vont les fichiers&#xa0;; le dossier est créé s’il n’existe pas.</translation>
    </message>
    <message>
        <source>Where the mask is 1, and outside the network of stations, the map extends a relation that no station has verified.</source>
        <translation>Où le masque vaut 1, et hors du réseau de stations, la carte prolonge une relation qu’aucune station n’a vérifiée.</translation>
    </message>
    <message>
        <source>Where the recorder keeps what it hears: a GeoPackage file, or the name of a PostgreSQL connection of QGIS (with |schema=name after it when the store is not in cityorchestra_iot). No password is written here.</source>
        <translation>Où l’enregistreur garde ce qu’il entend&#xa0;: un fichier GeoPackage, ou le nom d’une connexion PostgreSQL de QGIS (suivi de |schema=nom quand la base n’est pas dans cityorchestra_iot). Aucun mot de passe n’est écrit ici.</translation>
    </message>
    <message>
        <source>Where the recorder of this broker writes; empty for the store of the profile.</source>
        <translation>Où écrit l’enregistreur de ce courtier&#xa0;; vide pour la base du profil.</translation>
    </message>
    <message>
        <source>Where the sun reaches the ground at one instant, past buildings, terrain and trees.</source>
        <translation>Où le soleil atteint le sol à un instant donné, compte tenu des bâtiments, du relief et des arbres.</translation>
    </message>
    <message>
        <source>Where the walk begins.</source>
        <translation>Où commence la marche.</translation>
    </message>
    <message>
        <source>Where the walk ends.</source>
        <translation>Où finit la marche.</translation>
    </message>
    <message>
        <source>Whether a recorder runs cannot be seen from here</source>
        <translation>D’ici, on ne peut pas voir si un enregistreur tourne</translation>
    </message>
    <message>
        <source>Which file of the dataset of GLOBAL_ID; empty to choose by the format.</source>
        <translation>Quel fichier du jeu de données de GLOBAL_ID&#xa0;; vide pour choisir par le format.</translation>
    </message>
    <message>
        <source>Which service of the dataset; empty for the first WFS, else WMS, else WMTS.</source>
        <translation>Quel service du jeu de données&#xa0;; vide pour le premier WFS, sinon WMS, sinon WMTS.</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Qui</translation>
    </message>
    <message>
        <source>Who answered: folds and intervals go by respondent. When empty, a field with a usual name.</source>
        <translation>Qui a répondu&#xa0;: les plis et les intervalles vont par répondant. Vide&#xa0;: un champ au nom usuel.</translation>
    </message>
    <message>
        <source>Who answers for it</source>
        <translation>Responsables</translation>
    </message>
    <message>
        <source>Whole chain, kriging</source>
        <translation>Chaîne complète, krigeage</translation>
    </message>
    <message>
        <source>Whole chain, regression</source>
        <translation>Chaîne complète, régression</translation>
    </message>
    <message>
        <source>Whose result is reported and written.</source>
        <translation>Dont le résultat est présenté et écrit.</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Pourquoi</translation>
    </message>
    <message>
        <source>Why columns that look like personal data may be published all the same, in at least 20 characters.</source>
        <translation>Pourquoi des colonnes qui ressemblent à des données personnelles peuvent tout de même être publiées, en 20 caractères au moins.</translation>
    </message>
    <message>
        <source>Why these columns may be published</source>
        <translation>Pourquoi ces colonnes peuvent être publiées</translation>
    </message>
    <message>
        <source>Width of the carriageway; empty or 0 is a path. Needed for two sides.</source>
        <translation>Largeur de la chaussée&#xa0;; vide ou 0 désigne un chemin. Nécessaire pour les deux côtés.</translation>
    </message>
    <message>
        <source>Width on each side of the streets (m)</source>
        <translation>Largeur de chaque côté des rues (m)</translation>
    </message>
    <message>
        <source>Wind field (m/s)</source>
        <translation>Champ du vent (m/s)</translation>
    </message>
    <message>
        <source>Wind speed (m/s)</source>
        <translation>Vitesse du vent (m/s)</translation>
    </message>
    <message>
        <source>Wind speed raster (m/s)</source>
        <translation>Raster de vitesse du vent (m/s)</translation>
    </message>
    <message>
        <source>Wind speed, to keep calm nights; rows without value are ignored.</source>
        <translation>Vitesse du vent, pour garder les nuits calmes&#xa0;; les lignes sans valeur sont ignorées.</translation>
    </message>
    <message>
        <source>Window (days)</source>
        <translation>Fenêtre (jours)</translation>
    </message>
    <message>
        <source>With WRITE_FLAGS the flags are kept in the store; the values never change. Commands and replays of alarms then trust no value that is suspect or failed. Limits: a test alone does not tell a fault from a fire: look.</source>
        <translation>Avec WRITE_FLAGS, les drapeaux sont gardés dans la base&#xa0;; les valeurs ne changent jamais. Les commandes et les relectures d’alarmes ne se fient alors à aucune valeur suspecte ou en échec. Limites&#xa0;: un test seul ne distingue pas une panne d’un incendie&#xa0;: regardez.</translation>
    </message>
    <message>
        <source>With a dry run, which is the default, nothing is written or deleted: the table tells what would be. Deleted rows cannot be brought back.</source>
        <translation>Avec un essai à blanc, qui est le choix par défaut, rien n’est écrit ni supprimé&#xa0;: la table dit ce qui le serait. Les lignes supprimées ne peuvent pas être récupérées.</translation>
    </message>
    <message>
        <source>With a dry run, which is the default, the server is only asked what it has, and the table tells what would be sent. Values that quality control failed and texts are not sent.</source>
        <translation>Avec un essai à blanc, qui est le choix par défaut, on demande seulement au serveur ce qu’il a, et la table dit ce qui serait envoyé. Les valeurs rejetées par le contrôle qualité et les textes ne sont pas envoyés.</translation>
    </message>
    <message>
        <source>With fewer, a station is isolated.</source>
        <translation>Avec moins, une station est isolée.</translation>
    </message>
    <message>
        <source>With the columns of iot_quality_limits.csv; empty for that one.</source>
        <translation>Avec les colonnes de iot_quality_limits.csv&#xa0;; vide pour cette table.</translation>
    </message>
    <message>
        <source>With the median of the network, in a month.</source>
        <translation>Avec la médiane du réseau, sur un mois.</translation>
    </message>
    <message>
        <source>With the place of the device; otherwise a table without geometry.</source>
        <translation>Avec la position de l’équipement&#xa0;; sinon une table sans géométrie.</translation>
    </message>
    <message>
        <source>With two sides, each street that has a carriageway width becomes a left and a right sidewalk, half the width plus 1 m from the axis, linked by crossings at junctions.</source>
        <translation>Avec deux côtés, chaque rue qui a une largeur de chaussée devient un trottoir gauche et un trottoir droit, à la moitié de la largeur plus 1&#xa0;m de l’axe, reliés par des traversées aux intersections.</translation>
    </message>
    <message>
        <source>Within which stations are neighbours.</source>
        <translation>Dans lequel des stations sont voisines.</translation>
    </message>
    <message>
        <source>Without TLS only this machine is connected to: everyone on the way would read all.</source>
        <translation>Sans TLS, la connexion n’est permise qu’à cette machine&#xa0;: sinon, tout le monde sur le trajet lirait tout.</translation>
    </message>
    <message>
        <source>Without a site</source>
        <translation>Sans site</translation>
    </message>
    <message>
        <source>Without canopy, band 1 (svf) is the share of the sky past buildings and terrain. With a canopy, band 1 (combined) counts the trees, which let a part of the light through; band 2 (svf) leaves them out; band 3 (svf_veg) is 1 less the share of the sky that trees alone hide. Last come, if asked, the halves of the sky towards north, east, south and west, trees counted.</source>
        <translation>Sans canopée, la bande 1 (svf) est la part du ciel vue entre les bâtiments et le relief. Avec une canopée, la bande 1 (combined) compte les arbres, qui laissent passer une partie de la lumière&#xa0;; la bande 2 (svf) ne les compte pas&#xa0;; la bande 3 (svf_veg) vaut 1 moins la part du ciel que les arbres seuls cachent. Viennent enfin, sur demande, les moitiés du ciel vers le nord, l’est, le sud et l’ouest, arbres comptés.</translation>
    </message>
    <message>
        <source>Without it every place is open. Needs the Python package opening-hours-py.</source>
        <translation>Sans ce champ, tous les lieux sont ouverts. Demande le paquet Python opening-hours-py.</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Mots</translation>
    </message>
    <message>
        <source>Words for residential</source>
        <translation>Mots du logement</translation>
    </message>
    <message>
        <source>Words for retail</source>
        <translation>Mots du commerce</translation>
    </message>
    <message>
        <source>Words of the title, the description, the keywords or the producer (Ctrl+F)</source>
        <translation>Mots du titre, de la description, des mots-clés ou du producteur (Ctrl+F)</translation>
    </message>
    <message>
        <source>Words: “{words}”</source>
        <translation>Mots&#xa0;: «&#xa0;{words}&#xa0;»</translation>
    </message>
    <message>
        <source>Work &amp;offline</source>
        <translation>Travailler &amp;hors ligne</translation>
    </message>
    <message>
        <source>Write into the &amp;layers of this dataset</source>
        <translation>Inscrire dans les couc&amp;hes de ce jeu de données</translation>
    </message>
    <message>
        <source>Write onto the print la&amp;youts</source>
        <translation>Inscrire sur les mises en &amp;page</translation>
    </message>
    <message>
        <source>Write the chosen route for a phone, for the web or to print</source>
        <translation>Écrire le parcours choisi pour un téléphone, pour le Web ou pour l’imprimer</translation>
    </message>
    <message>
        <source>Write the date and time as 2026-07-14T15:00, not: {value}.</source>
        <translation>Écrivez la date et l’heure sous la forme 2026-07-14T15:00, et non&#xa0;: {value}.</translation>
    </message>
    <message>
        <source>Write the date as 2026-07-14, not: {value}.</source>
        <translation>Écrivez la date sous la forme 2026-07-14, et non&#xa0;: {value}.</translation>
    </message>
    <message>
        <source>Write the first hour as 06:00, not: {value}.</source>
        <translation>Écrivez la première heure sous la forme 06:00, et non&#xa0;: {value}.</translation>
    </message>
    <message>
        <source>Write the last hour as 21:00, not: {value}.</source>
        <translation>Écrivez la dernière heure sous la forme 21:00, et non&#xa0;: {value}.</translation>
    </message>
    <message>
        <source>Write the profile of the broker into a file, which holds no password, then run this command on the machine that is always on, by hand or as a service.</source>
        <translation>Écrivez le profil du courtier dans un fichier, qui ne contient aucun mot de passe, puis exécutez cette commande sur la machine toujours allumée, à la main ou comme service.</translation>
    </message>
    <message>
        <source>Write the record</source>
        <translation>Écrire la fiche</translation>
    </message>
    <message>
        <source>Write the sky view factor</source>
        <translation>Écrire le facteur de vue du ciel</translation>
    </message>
    <message>
        <source>Writes lines, such as cool routes, to a GPX file (one track each, for phones and walking computers), to a GeoJSON file (all fields, for the web), or to both. Lines in any CRS become longitudes and latitudes.</source>
        <translation>Écrit des lignes, comme des parcours fraîcheur, dans un fichier GPX (une trace chacune, pour les téléphones et les GPS de randonnée), dans un fichier GeoJSON (tous les champs, pour le web), ou dans les deux. Les lignes de tout SCR deviennent des longitudes et des latitudes.</translation>
    </message>
    <message>
        <source>Writes records of RUDI in the format of another catalogue. The records come from a JSON file, or from the datasets of a layer made by a search: these are looked up in the local catalogue.</source>
        <translation>Écrit des fiches de RUDI dans le format d’un autre catalogue. Les fiches viennent d’un fichier JSON, ou des jeux de données d’une couche issue d’une recherche&#xa0;: celles-ci sont prises dans le catalogue local.</translation>
    </message>
    <message>
        <source>Writes the observations of a store between two moments: one row each (long), or one row for each device and time with a column for each metric (wide). As points they carry the place of the device and are ready for the temporal controller, on the field t.</source>
        <translation>Écrit les observations d’une base entre deux instants&#xa0;: une ligne par observation (long), ou une ligne par équipement et par instant avec une colonne par grandeur (wide). Sous forme de points, elles portent la position de l’équipement et sont prêtes pour le contrôleur temporel, sur le champ t.</translation>
    </message>
    <message>
        <source>Writes the record (JSON) that a RUDI node takes, and the file that goes with it. Found by itself: extent, reference system, number of features and fields, dates, period, size and SHA-256 of the file, history and sources; and, from the properties of the layer, title, abstract, keywords, theme and contacts that are left empty here.</source>
        <translation>Écrit la fiche (JSON) que prend un nœud RUDI, et le fichier qui va avec. Sont trouvés d’office&#xa0;: emprise, système de coordonnées, nombres d’entités et de champs, dates, période, taille et SHA-256 du fichier, historique et sources&#xa0;; et, dans les propriétés de la couche, le titre, le résumé, les mots-clés, le thème et les contacts laissés vides ici.</translation>
    </message>
    <message>
        <source>Writes what an MQTT broker says into a store for a while, and evaluates alarm rules.</source>
        <translation>Écrit pendant un temps ce que dit un courtier MQTT dans une base, et évalue les règles d’alarme.</translation>
    </message>
    <message>
        <source>Written as place_id; the number of the feature by default.</source>
        <translation>Écrit dans place_id&#xa0;; par défaut le numéro de l’entité.</translation>
    </message>
    <message>
        <source>Written at the top of the page; left empty, “Cool walk”.</source>
        <translation>Écrit en haut de la page&#xa0;; si le champ est vide, «&#xa0;Parcours fraîcheur&#xa0;».</translation>
    </message>
    <message>
        <source>Written in</source>
        <translation>Écriture des octets</translation>
    </message>
    <message>
        <source>Written: {file}</source>
        <translation>Fichier écrit&#xa0;: {file}</translation>
    </message>
    <message>
        <source>Wrong file</source>
        <translation>Mauvais fichier</translation>
    </message>
    <message>
        <source>YAML files (*.yaml *.yml)</source>
        <translation>Fichiers YAML (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>YAML files (*.yaml)</source>
        <translation>Fichiers YAML (*.yaml)</translation>
    </message>
    <message>
        <source>Year of update</source>
        <translation>Année de mise à jour</translation>
    </message>
    <message>
        <source>You have made no request on {url} yet.</source>
        <translation>Vous n’avez encore fait aucune demande sur {url}.</translation>
    </message>
    <message>
        <source>You work offline, and “{name}” has not been loaded before.</source>
        <translation>Vous travaillez hors ligne, et «&#xa0;{name}&#xa0;» n’a pas encore été chargé.</translation>
    </message>
    <message>
        <source>Your own rows, tried before those of the plugin; same format.</source>
        <translation>Vos propres lignes, essayées avant celles de l’extension&#xa0;; même format.</translation>
    </message>
    <message>
        <source>Zone in which day and hour are meant, summer time included.</source>
        <translation>Fuseau dans lequel s’entendent le jour et l’heure, heure d’été comprise.</translation>
    </message>
    <message>
        <source>Zone of the IANA database in which dates and hours are meant, summer time included, for example Europe/Paris or UTC.</source>
        <translation>Fuseau de la base IANA dans lequel s’entendent les dates et les heures, heure d’été comprise, par exemple Europe/Paris ou UTC.</translation>
    </message>
    <message>
        <source>Zones</source>
        <translation>Zones</translation>
    </message>
    <message>
        <source>Zones with an index</source>
        <translation>Zones avec un indice</translation>
    </message>
    <message>
        <source>Zoom to the device (Ctrl+J)</source>
        <translation>Zoomer sur l’équipement (Ctrl+J)</translation>
    </message>
    <message>
        <source>Zoom to the extent of the dataset (Ctrl+J)</source>
        <translation>Zoomer sur l’emprise du jeu de données (Ctrl+J)</translation>
    </message>
    <message>
        <source>Zoom to the routes</source>
        <translation>Zoomer sur les parcours</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>acceptée</translation>
    </message>
    <message>
        <source>acknowledged by the radio</source>
        <translation>acquittée par la radio</translation>
    </message>
    <message>
        <source>active for more than a day</source>
        <translation>active depuis plus d’un jour</translation>
    </message>
    <message>
        <source>address of a person</source>
        <translation>adresse d’une personne</translation>
    </message>
    <message>
        <source>all: each origin with each destination; by_field: equal values; nearest: the shortest walk.</source>
        <translation>all&#xa0;: chaque origine avec chaque destination&#xa0;; by_field&#xa0;: valeurs égales&#xa0;; nearest&#xa0;: la marche la plus courte.</translation>
    </message>
    <message>
        <source>already on the node</source>
        <translation>déjà sur le nœud</translation>
    </message>
    <message>
        <source>an update</source>
        <translation>une mise à jour</translation>
    </message>
    <message>
        <source>and 1 more street</source>
        <translation>et 1 autre rue</translation>
    </message>
    <message>
        <source>and {count} more streets</source>
        <translation>et {count} autres rues</translation>
    </message>
    <message>
        <source>any, open, or restricted, which includes each person’s own data.</source>
        <translation>any&#xa0;: tout accès, open&#xa0;: ouvert, ou restricted&#xa0;: restreint, y compris les données propres à chacun.</translation>
    </message>
    <message>
        <source>archive</source>
        <translation>archive</translation>
    </message>
    <message>
        <source>archived</source>
        <translation>archivée</translation>
    </message>
    <message>
        <source>armed</source>
        <translation>armée</translation>
    </message>
    <message>
        <source>as the shortest</source>
        <translation>comme le plus court</translation>
    </message>
    <message>
        <source>asked; the portal answers later</source>
        <translation>demandé&#xa0;; le portail répondra plus tard</translation>
    </message>
    <message>
        <source>auto recognises each layer by its columns; custom uses only your mapping table and standard names.</source>
        <translation>auto reconnaît chaque couche à ses colonnes&#xa0;; custom n’utilise que votre table de correspondance et les noms standard.</translation>
    </message>
    <message>
        <source>auto takes what can be hexadecimal for hexadecimal, and anything else for base64.</source>
        <translation>auto prend pour de l’hexadécimal ce qui peut en être, et tout le reste pour du base64.</translation>
    </message>
    <message>
        <source>auto, or chirpstack4, chirpstack3, things_stack, sensorthings, or the path of a mapping file (YAML), separated by semicolons; empty for those of the profile.</source>
        <translation>auto, ou chirpstack4, chirpstack3, things_stack, sensorthings, ou le chemin d’un fichier de correspondance (YAML), séparés par des points-virgules&#xa0;; vide pour ceux du profil.</translation>
    </message>
    <message>
        <source>auto: only if it lowers the error at stations not seen by 2 % or more; yes and no force it.</source>
        <translation>auto&#xa0;: seulement s’il réduit d’au moins 2&#xa0;% l’erreur aux stations non vues&#xa0;; yes et no l’imposent.</translation>
    </message>
    <message>
        <source>back office of the node</source>
        <translation>API d’administration du nœud</translation>
    </message>
    <message>
        <source>bad base64</source>
        <translation>base64 incorrect</translation>
    </message>
    <message>
        <source>bad topic</source>
        <translation>sujet incorrect</translation>
    </message>
    <message>
        <source>bank account</source>
        <translation>compte bancaire</translation>
    </message>
    <message>
        <source>batt_days is the time until the charge is at 20 %, from the slope of the last 60 days; it is empty when the charge does not fall or fewer than five days are known. duty_pct is the share of the legal time on air that the busiest hour used.</source>
        <translation>batt_days est le temps restant avant que la charge soit à 20&#xa0;%, d’après la pente des 60 derniers jours&#xa0;; il est vide quand la charge ne baisse pas ou que moins de cinq jours sont connus. duty_pct est la part du temps d’antenne légal que l’heure la plus chargée a utilisée.</translation>
    </message>
    <message>
        <source>being examined</source>
        <translation>en cours d’examen</translation>
    </message>
    <message>
        <source>being prepared</source>
        <translation>en préparation</translation>
    </message>
    <message>
        <source>binary (protobuf)</source>
        <translation>binaire (protobuf)</translation>
    </message>
    <message>
        <source>by {who}</source>
        <translation>par {who}</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>annulée</translation>
    </message>
    <message>
        <source>certain</source>
        <translation>certain</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>changé</translation>
    </message>
    <message>
        <source>changed on {day}</source>
        <translation>changé le {day}</translation>
    </message>
    <message>
        <source>chatters</source>
        <translation>instable</translation>
    </message>
    <message>
        <source>checked</source>
        <translation>contrôlée</translation>
    </message>
    <message>
        <source>class of the street ({certain} by its legal status, {assumed} assumed)</source>
        <translation>classe de la rue ({certain} par son statut légal, {assumed} supposés)</translation>
    </message>
    <message>
        <source>compromise</source>
        <translation>compromis</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>confirmée</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>connecté</translation>
    </message>
    <message>
        <source>connecting…</source>
        <translation>connexion en cours…</translation>
    </message>
    <message>
        <source>contact given</source>
        <translation>contact indiqué</translation>
    </message>
    <message>
        <source>coolest</source>
        <translation>le plus frais</translation>
    </message>
    <message>
        <source>coolest follows the weight below; the two others the longest detour.</source>
        <translation>coolest suit le poids ci-dessous&#xa0;; les deux autres le détour maximal.</translation>
    </message>
    <message>
        <source>cosine: as a flat ground exchanges light and heat with the sky, the zenith counting most; solid: by solid angle, as the eye sees it.</source>
        <translation>cosine&#xa0;: comme un sol plat échange lumière et chaleur avec le ciel, le zénith comptant le plus&#xa0;; solid&#xa0;: par angle solide, comme l’œil le voit.</translation>
    </message>
    <message>
        <source>could not be sent</source>
        <translation>n’a pas pu être envoyée</translation>
    </message>
    <message>
        <source>date of birth</source>
        <translation>date de naissance</translation>
    </message>
    <message>
        <source>document</source>
        <translation>document</translation>
    </message>
    <message>
        <source>does not answer</source>
        <translation>ne répond pas</translation>
    </message>
    <message>
        <source>doubtful</source>
        <translation>douteuse</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>brouillon</translation>
    </message>
    <message>
        <source>e-mail address</source>
        <translation>adresse électronique</translation>
    </message>
    <message>
        <source>each person’s own data</source>
        <translation>données propres à chacun</translation>
    </message>
    <message>
        <source>east</source>
        <translation>l’est</translation>
    </message>
    <message>
        <source>encrypted</source>
        <translation>chiffré</translation>
    </message>
    <message>
        <source>encrypted file</source>
        <translation>fichier chiffré</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>terminée</translation>
    </message>
    <message>
        <source>error</source>
        <translation>erreur</translation>
    </message>
    <message>
        <source>expired before it left</source>
        <translation>expirée avant son départ</translation>
    </message>
    <message>
        <source>exponential</source>
        <translation>exponentiel</translation>
    </message>
    <message>
        <source>extent given</source>
        <translation>emprise indiquée</translation>
    </message>
    <message>
        <source>fair</source>
        <translation>moyenne</translation>
    </message>
    <message>
        <source>field {field}</source>
        <translation>champ {field}</translation>
    </message>
    <message>
        <source>field {field}, recognised by its name</source>
        <translation>champ {field}, reconnu à son nom</translation>
    </message>
    <message>
        <source>files can be verified</source>
        <translation>fichiers vérifiables</translation>
    </message>
    <message>
        <source>files cannot be verified: no checksum</source>
        <translation>fichiers non vérifiables&#xa0;: pas d’empreinte</translation>
    </message>
    <message>
        <source>flat ground at 0 m: no terrain model was given</source>
        <translation>sol plat à 0&#xa0;m&#xa0;: aucun modèle numérique de terrain n’a été indiqué</translation>
    </message>
    <message>
        <source>fleet: sensors of temperature and the like; boiler_room: twelve sensors and two valves.</source>
        <translation>fleet&#xa0;: capteurs de température et autres&#xa0;; boiler_room&#xa0;: douze capteurs et deux vannes.</translation>
    </message>
    <message>
        <source>from: where one gets to from the origins; towards: from where one gets to them.</source>
        <translation>from&#xa0;: où l’on arrive depuis les origines&#xa0;; towards&#xa0;: d’où l’on arrive à elles.</translation>
    </message>
    <message>
        <source>geometries</source>
        <translation>géométries</translation>
    </message>
    <message>
        <source>given up; nothing was sent</source>
        <translation>abandonnée&#xa0;; rien n’a été envoyé</translation>
    </message>
    <message>
        <source>good</source>
        <translation>bonne</translation>
    </message>
    <message>
        <source>gpkg-zip, geojson, csv or parquet for features; a raster becomes a GeoTIFF (tif) whatever is chosen.</source>
        <translation>gpkg-zip, geojson, csv ou parquet pour des entités&#xa0;; un raster devient un GeoTIFF (tif) quel que soit le choix.</translation>
    </message>
    <message>
        <source>ground that no layer describes: {ground}</source>
        <translation>sol qu’aucune couche ne décrit&#xa0;: {ground}</translation>
    </message>
    <message>
        <source>heading {direction}</source>
        <translation>vers {direction}</translation>
    </message>
    <message>
        <source>health</source>
        <translation>santé</translation>
    </message>
    <message>
        <source>in alarm</source>
        <translation>en alarme</translation>
    </message>
    <message>
        <source>installed</source>
        <translation>installé</translation>
    </message>
    <message>
        <source>intersects: the data touch the extent; within: they are wholly inside.</source>
        <translation>intersects&#xa0;: les données touchent l’emprise&#xa0;; within&#xa0;: elles sont entièrement dedans.</translation>
    </message>
    <message>
        <source>kept value without a time</source>
        <translation>valeur retenue par le courtier, sans heure</translation>
    </message>
    <message>
        <source>last message {age} ago</source>
        <translation>dernier message il y a {age}</translation>
    </message>
    <message>
        <source>late</source>
        <translation>en retard</translation>
    </message>
    <message>
        <source>layer {layer}</source>
        <translation>couche {layer}</translation>
    </message>
    <message>
        <source>leaving on {day} at {hour}</source>
        <translation>départ le {day} à {hour}</translation>
    </message>
    <message>
        <source>left sidewalk</source>
        <translation>trottoir de gauche</translation>
    </message>
    <message>
        <source>length and share in the shade</source>
        <translation>longueur et part à l’ombre</translation>
    </message>
    <message>
        <source>licence given</source>
        <translation>licence indiquée</translation>
    </message>
    <message>
        <source>likely</source>
        <translation>probable</translation>
    </message>
    <message>
        <source>lines</source>
        <translation>lignes</translation>
    </message>
    <message>
        <source>long: one row for each observation; wide: one column for each metric.</source>
        <translation>long&#xa0;: une ligne par observation&#xa0;; wide&#xa0;: une colonne par grandeur.</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>perdu</translation>
    </message>
    <message>
        <source>m1: stations at one place at most</source>
        <translation>m1&#xa0;: stations au plus en un même lieu</translation>
    </message>
    <message>
        <source>m2: lower probability</source>
        <translation>m2&#xa0;: probabilité inférieure</translation>
    </message>
    <message>
        <source>m2: upper probability</source>
        <translation>m2&#xa0;: probabilité supérieure</translation>
    </message>
    <message>
        <source>m3: least share kept</source>
        <translation>m3&#xa0;: part minimale gardée</translation>
    </message>
    <message>
        <source>m4: least correlation</source>
        <translation>m4&#xa0;: corrélation minimale</translation>
    </message>
    <message>
        <source>m5: keep isolated stations</source>
        <translation>m5&#xa0;: garder les stations isolées</translation>
    </message>
    <message>
        <source>m5: level of the test</source>
        <translation>m5&#xa0;: niveau du test</translation>
    </message>
    <message>
        <source>m5: neighbours at least</source>
        <translation>m5&#xa0;: nombre minimal de voisines</translation>
    </message>
    <message>
        <source>m5: radius (m)</source>
        <translation>m5&#xa0;: rayon (m)</translation>
    </message>
    <message>
        <source>manager of the node</source>
        <translation>gestionnaire du nœud</translation>
    </message>
    <message>
        <source>manager: with the login of a person. node: back office, with a token (JWT).</source>
        <translation>manager&#xa0;: gestionnaire, avec l’identifiant et le mot de passe d’une personne. node&#xa0;: API d’administration, avec un jeton (JWT).</translation>
    </message>
    <message>
        <source>map service</source>
        <translation>service de carte</translation>
    </message>
    <message>
        <source>mean only</source>
        <translation>moyenne seule</translation>
    </message>
    <message>
        <source>metric=quantity separated by semicolons, such as t_room=air_temperature; co2= leaves co2 out.</source>
        <translation>grandeur=grandeur, séparés par des points-virgules, comme t_room=air_temperature&#xa0;; co2= laisse co2 de côté.</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>absent</translation>
    </message>
    <message>
        <source>mistake of the plugin</source>
        <translation>erreur de l’extension</translation>
    </message>
    <message>
        <source>name of a person</source>
        <translation>nom d’une personne</translation>
    </message>
    <message>
        <source>nested too deep</source>
        <translation>imbrication trop profonde</translation>
    </message>
    <message>
        <source>never</source>
        <translation>jamais</translation>
    </message>
    <message>
        <source>never heard</source>
        <translation>jamais vu</translation>
    </message>
    <message>
        <source>new</source>
        <translation>nouveau</translation>
    </message>
    <message>
        <source>new on this node</source>
        <translation>nouveau sur ce nœud</translation>
    </message>
    <message>
        <source>no</source>
        <translation>non</translation>
    </message>
    <message>
        <source>no contact</source>
        <translation>pas de contact</translation>
    </message>
    <message>
        <source>no feature was kept</source>
        <translation>aucune entité n’a été conservée</translation>
    </message>
    <message>
        <source>no geometry</source>
        <translation>sans géométrie</translation>
    </message>
    <message>
        <source>no layer was given</source>
        <translation>aucune couche n’a été indiquée</translation>
    </message>
    <message>
        <source>no licence</source>
        <translation>pas de licence</translation>
    </message>
    <message>
        <source>no message for {age}</source>
        <translation>aucun message depuis {age}</translation>
    </message>
    <message>
        <source>no recorder runs</source>
        <translation>aucun enregistreur ne tourne</translation>
    </message>
    <message>
        <source>no sign of personal data</source>
        <translation>aucun indice de données personnelles</translation>
    </message>
    <message>
        <source>no useful extent</source>
        <translation>pas d’emprise utile</translation>
    </message>
    <message>
        <source>no value</source>
        <translation>sans valeur</translation>
    </message>
    <message>
        <source>no, from line {line}</source>
        <translation>non, à partir de la ligne {line}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <source>north</source>
        <translation>le nord</translation>
    </message>
    <message>
        <source>north-east</source>
        <translation>le nord-est</translation>
    </message>
    <message>
        <source>north-west</source>
        <translation>le nord-ouest</translation>
    </message>
    <message>
        <source>not JSON</source>
        <translation>pas du JSON</translation>
    </message>
    <message>
        <source>not UTF-8</source>
        <translation>pas de l’UTF-8</translation>
    </message>
    <message>
        <source>not acknowledged by the device</source>
        <translation>non acquittée par l’équipement</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>non contrôlée</translation>
    </message>
    <message>
        <source>not given: ask the producer</source>
        <translation>non indiquée&#xa0;: demandez au producteur</translation>
    </message>
    <message>
        <source>not identifiable</source>
        <translation>non identifiable</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>inconnu</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>pas encore connue</translation>
    </message>
    <message>
        <source>not loaded yet</source>
        <translation>pas encore chargé</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>non précisée</translation>
    </message>
    <message>
        <source>not transmitted in time; it may still be</source>
        <translation>non transmise à temps&#xa0;; elle peut encore l’être</translation>
    </message>
    <message>
        <source>not updated for two years or expired</source>
        <translation>plus à jour depuis 2&#xa0;ans, ou expiré</translation>
    </message>
    <message>
        <source>number of a person</source>
        <translation>numéro d’une personne</translation>
    </message>
    <message>
        <source>number plate</source>
        <translation>plaque d’immatriculation</translation>
    </message>
    <message>
        <source>off by {age}</source>
        <translation>décalée de {age}</translation>
    </message>
    <message>
        <source>off-line</source>
        <translation>hors ligne</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>hors ligne</translation>
    </message>
    <message>
        <source>on-line</source>
        <translation>en ligne</translation>
    </message>
    <message>
        <source>open</source>
        <translation>ouvert</translation>
    </message>
    <message>
        <source>open or closed: what is taken for a place without hours, or whose hours cannot be read.</source>
        <translation>open (ouvert) ou closed (fermé)&#xa0;: ce qui est retenu pour un lieu sans horaires, ou dont les horaires sont illisibles.</translation>
    </message>
    <message>
        <source>outcome unknown: look at the equipment</source>
        <translation>résultat inconnu&#xa0;: allez voir l’équipement</translation>
    </message>
    <message>
        <source>outside the data of the rasters</source>
        <translation>hors des données des rasters</translation>
    </message>
    <message>
        <source>paho-mqtt is older than version 2: messages would be acknowledged before they are stored, and lost when the recorder stops. Install paho-mqtt 2 or newer.</source>
        <translation>paho-mqtt est antérieur à la version 2&#xa0;: les messages seraient acquittés avant d’être enregistrés, et perdus à l’arrêt de l’enregistreur. Installez paho-mqtt 2 ou plus récent.</translation>
    </message>
    <message>
        <source>personal data (GDPR)</source>
        <translation>données personnelles (RGPD)</translation>
    </message>
    <message>
        <source>points</source>
        <translation>points</translation>
    </message>
    <message>
        <source>polygons</source>
        <translation>polygones</translation>
    </message>
    <message>
        <source>possible</source>
        <translation>possible</translation>
    </message>
    <message>
        <source>powered from outside</source>
        <translation>alimentation externe</translation>
    </message>
    <message>
        <source>profile writes the compact text that routes need; columns one field per instant; both writes both.</source>
        <translation>profile écrit le texte compact dont les parcours ont besoin&#xa0;; columns, un champ par instant&#xa0;; both écrit les deux.</translation>
    </message>
    <message>
        <source>project: the layers ticked in the project, or the streets of the network when there are none; network: these streets; none: the routes alone.</source>
        <translation>project&#xa0;: les couches cochées dans le projet, ou les rues du réseau s’il n’y en a pas&#xa0;; network&#xa0;: ces rues&#xa0;; none&#xa0;: les parcours seuls.</translation>
    </message>
    <message>
        <source>queued by the network</source>
        <translation>mise en file d’attente par le réseau</translation>
    </message>
    <message>
        <source>raster</source>
        <translation>raster</translation>
    </message>
    <message>
        <source>raster data</source>
        <translation>données raster</translation>
    </message>
    <message>
        <source>raster {name}</source>
        <translation>raster {name}</translation>
    </message>
    <message>
        <source>ratings: each row rates a segment. points: each point is a good or bad comment. pairs: each row is a segment of an alternative. ahp: each row compares two indicators.</source>
        <translation>ratings&#xa0;: chaque ligne note un tronçon. points&#xa0;: chaque point est un commentaire bon ou mauvais. pairs&#xa0;: chaque ligne est un tronçon d’une alternative. ahp&#xa0;: chaque ligne compare deux indicateurs.</translation>
    </message>
    <message>
        <source>ratings: the rating, higher is better. points: above 0 (or +, good) and below 0 (or -, bad). pairs: 1 where the alternative was chosen. ahp: how many times more the first counts, 1/9 to 9.</source>
        <translation>ratings&#xa0;: la note, plus haute est meilleure. points&#xa0;: au-dessus de 0 (ou +, bon) et au-dessous de 0 (ou -, mauvais). pairs&#xa0;: 1 là où l’alternative a été choisie. ahp&#xa0;: combien de fois plus compte le premier, de 1/9 à 9.</translation>
    </message>
    <message>
        <source>raw: as they came; or the length of the buckets.</source>
        <translation>raw&#xa0;: telles qu’arrivées&#xa0;; ou la durée des tranches.</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>refusé</translation>
    </message>
    <message>
        <source>refused by an interlock; nothing was sent</source>
        <translation>refusée par un verrouillage&#xa0;; rien n’a été envoyé</translation>
    </message>
    <message>
        <source>refused by the store</source>
        <translation>refusé par la base</translation>
    </message>
    <message>
        <source>refused: {reason}</source>
        <translation>demande refusée&#xa0;: {reason}</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>retiré</translation>
    </message>
    <message>
        <source>replaced by a later one</source>
        <translation>remplacée par une plus récente</translation>
    </message>
    <message>
        <source>reported by the device</source>
        <translation>attestée par l’équipement</translation>
    </message>
    <message>
        <source>restricted</source>
        <translation>restreint</translation>
    </message>
    <message>
        <source>restricted access: ask the producer</source>
        <translation>accès restreint&#xa0;: demandez au producteur</translation>
    </message>
    <message>
        <source>restricted to each person’s own data</source>
        <translation>réservé aux données propres à chacun</translation>
    </message>
    <message>
        <source>right sidewalk</source>
        <translation>trottoir de droite</translation>
    </message>
    <message>
        <source>seen just now</source>
        <translation>vu à l’instant</translation>
    </message>
    <message>
        <source>seen {count} days ago</source>
        <translation>vu il y a {count} jours</translation>
    </message>
    <message>
        <source>seen {count} h ago</source>
        <translation>vu il y a {count}&#xa0;h</translation>
    </message>
    <message>
        <source>seen {count} min ago</source>
        <translation>vu il y a {count}&#xa0;min</translation>
    </message>
    <message>
        <source>sensitive subject</source>
        <translation>sujet sensible</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>envoyé</translation>
    </message>
    <message>
        <source>sent by the gateway</source>
        <translation>émise par la passerelle</translation>
    </message>
    <message>
        <source>series</source>
        <translation>série</translation>
    </message>
    <message>
        <source>service</source>
        <translation>service</translation>
    </message>
    <message>
        <source>shares: the share of each class between 0 and 1. means: the mean of the quantity, in its own unit.</source>
        <translation>shares&#xa0;: la part de chaque classe entre 0 et 1. means&#xa0;: la moyenne de la grandeur, dans son unité.</translation>
    </message>
    <message>
        <source>shortest</source>
        <translation>le plus court</translation>
    </message>
    <message>
        <source>shortest and coolest</source>
        <translation>le plus court et le plus frais</translation>
    </message>
    <message>
        <source>sidewalks and measured ways: {fields}</source>
        <translation>trottoirs et voies mesurées&#xa0;: {fields}</translation>
    </message>
    <message>
        <source>simple: the closed form of this suite. solweig: the SOLWEIG package, to install beforehand.</source>
        <translation>simple&#xa0;: la forme directe de cette suite. solweig&#xa0;: le paquet SOLWEIG, à installer auparavant.</translation>
    </message>
    <message>
        <source>since {start}</source>
        <translation>depuis le {start}</translation>
    </message>
    <message>
        <source>size right</source>
        <translation>taille exacte</translation>
    </message>
    <message>
        <source>social security number</source>
        <translation>numéro de sécurité sociale</translation>
    </message>
    <message>
        <source>something is missing</source>
        <translation>il manque quelque chose</translation>
    </message>
    <message>
        <source>south</source>
        <translation>le sud</translation>
    </message>
    <message>
        <source>south-east</source>
        <translation>le sud-est</translation>
    </message>
    <message>
        <source>south-west</source>
        <translation>le sud-ouest</translation>
    </message>
    <message>
        <source>spherical</source>
        <translation>sphérique</translation>
    </message>
    <message>
        <source>standing or sitting: a sitting person receives more from the ground and the sky.</source>
        <translation>standing (debout) ou sitting (assis)&#xa0;: une personne assise reçoit davantage du sol et du ciel.</translation>
    </message>
    <message>
        <source>strict: a file that differs is put aside as name.bad; warn: it is kept, with a warning; off: it is not compared.</source>
        <translation>strict&#xa0;: un fichier différent est mis de côté sous le nom nom.bad&#xa0;; warn&#xa0;: il est gardé, avec un avertissement&#xa0;; off&#xa0;: il n’est pas comparé.</translation>
    </message>
    <message>
        <source>sun profiles of {date}, {first} to {last}</source>
        <translation>profils de soleil du {date}, de {first} à {last}</translation>
    </message>
    <message>
        <source>sun: metres in the sun. comfort: metres that count more the higher the felt temperature (UTCI) is above 26 °C. dose: degrees above 26 °C times minutes. The last two need the weather below.</source>
        <translation>sun&#xa0;: mètres au soleil. comfort&#xa0;: mètres qui comptent d’autant plus que la température ressentie (UTCI) dépasse 26&#xa0;°C. dose&#xa0;: degrés au-dessus de 26&#xa0;°C multipliés par les minutes. Les deux derniers demandent le temps qu’il fait, ci-dessous.</translation>
    </message>
    <message>
        <source>suspect</source>
        <translation>suspect</translation>
    </message>
    <message>
        <source>sweep: fast, edges within one cell; exact: every ray followed from cell to cell, for a single map.</source>
        <translation>sweep&#xa0;: balayage rapide, bords à une cellule près&#xa0;; exact&#xa0;: chaque rayon suivi de cellule en cellule, pour une carte unique.</translation>
    </message>
    <message>
        <source>synthetic, City Orchestra</source>
        <translation>données synthétiques, City Orchestra</translation>
    </message>
    <message>
        <source>table</source>
        <translation>table</translation>
    </message>
    <message>
        <source>taken by the broker</source>
        <translation>prise par le courtier</translation>
    </message>
    <message>
        <source>taken in</source>
        <translation>intégré</translation>
    </message>
    <message>
        <source>telephone number</source>
        <translation>numéro de téléphone</translation>
    </message>
    <message>
        <source>the node is asked to send the dataset</source>
        <translation>le nœud est prié d’envoyer le jeu de données</translation>
    </message>
    <message>
        <source>the recorder will do it</source>
        <translation>l’enregistreur s’en chargera</translation>
    </message>
    <message>
        <source>the shortest route</source>
        <translation>le parcours le plus court</translation>
    </message>
    <message>
        <source>the shortest streets are put together</source>
        <translation>les rues les plus courtes sont réunies</translation>
    </message>
    <message>
        <source>time: minutes walked; sun: minutes in which one in the sun counts more.</source>
        <translation>time&#xa0;: minutes de marche&#xa0;; sun&#xa0;: minutes où celles au soleil comptent plus.</translation>
    </message>
    <message>
        <source>to</source>
        <translation>à</translation>
    </message>
    <message>
        <source>to be sent</source>
        <translation>à envoyer</translation>
    </message>
    <message>
        <source>too large</source>
        <translation>trop grand</translation>
    </message>
    <message>
        <source>too many keys</source>
        <translation>trop de clés</translation>
    </message>
    <message>
        <source>too many messages of a device</source>
        <translation>trop de messages d’un équipement</translation>
    </message>
    <message>
        <source>topic of no known format</source>
        <translation>sujet d’aucun format connu</translation>
    </message>
    <message>
        <source>touching {west} to {east} of longitude, {south} to {north} of latitude</source>
        <translation>touche les longitudes {west} à {east} et les latitudes {south} à {north}</translation>
    </message>
    <message>
        <source>trees, greenery, heritage</source>
        <translation>arbres, végétation, patrimoine</translation>
    </message>
    <message>
        <source>udata (data.gouv.fr)</source>
        <translation>udata (data.gouv.fr)</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>inconnue</translation>
    </message>
    <message>
        <source>unknown device</source>
        <translation>équipement inconnu</translation>
    </message>
    <message>
        <source>unnamed path</source>
        <translation>voie sans nom</translation>
    </message>
    <message>
        <source>until {end}</source>
        <translation>jusqu’au {end}</translation>
    </message>
    <message>
        <source>until {moment}</source>
        <translation>fin&#xa0;: {moment}</translation>
    </message>
    <message>
        <source>up to date</source>
        <translation>à jour</translation>
    </message>
    <message>
        <source>updated on {day}</source>
        <translation>mis à jour le {day}</translation>
    </message>
    <message>
        <source>usual</source>
        <translation>habituel</translation>
    </message>
    <message>
        <source>utci: Universal Thermal Climate Index. pet: physiologically equivalent temperature.</source>
        <translation>utci&#xa0;: indice universel de climat thermique. pet&#xa0;: température physiologiquement équivalente.</translation>
    </message>
    <message>
        <source>utci_mean and utci_max are the mean and the highest felt temperature (UTCI, °C) of the walk, dose the degrees above 26 °C times minutes, comfort_m the length in comfort-equivalent metres. They follow the weather given, which is that of the departure for the whole walk but for the height of the sun; the wind is that at 10 m.</source>
        <translation>utci_mean et utci_max sont la moyenne et le maximum de la température ressentie (UTCI, °C) pendant la marche, dose les degrés au-dessus de 26&#xa0;°C multipliés par les minutes, comfort_m la longueur en mètres équivalents de confort. Ils suivent le temps donné, qui est celui du départ pour toute la marche, sauf la hauteur du soleil&#xa0;; le vent est celui à 10&#xa0;m.</translation>
    </message>
    <message>
        <source>values of {field} that the mapping does not know: {count}</source>
        <translation>valeurs de {field} inconnues de la table de correspondance&#xa0;: {count}</translation>
    </message>
    <message>
        <source>vector data</source>
        <translation>données vectorielles</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>avertissement</translation>
    </message>
    <message>
        <source>weak</source>
        <translation>faible</translation>
    </message>
    <message>
        <source>west</source>
        <translation>l’ouest</translation>
    </message>
    <message>
        <source>wi_dmc is the sum of density, mix and connectivity (intersections of four streets or more per hectare). shed is the share of the disc around the middle of the zone that is reached on foot within the distance (%).</source>
        <translation>wi_dmc est la somme de la densité, de la mixité et de la connectivité (carrefours de quatre rues ou plus par hectare). shed est la part du disque autour du milieu de la zone que l’on atteint à pied dans la distance (%).</translation>
    </message>
    <message>
        <source>within {west} to {east} of longitude, {south} to {north} of latitude</source>
        <translation>dans les longitudes {west} à {east} et les latitudes {south} à {north}</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>erroné</translation>
    </message>
    <message>
        <source>x, y or pick on the map</source>
        <translation>x, y ou clic sur la carte</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>oui</translation>
    </message>
    <message>
        <source>zone {code} rather than {usual}</source>
        <translation>zone {code} plutôt que {usual}</translation>
    </message>
    <message>
        <source>{age} ago</source>
        <translation>il y a {age}</translation>
    </message>
    <message>
        <source>{answers} answers of {respondents} respondents were used; {fitted} weights of {count} were fitted.</source>
        <translation>{answers} réponses de {respondents} répondants ont servi&#xa0;; {fitted} poids sur {count} ont été calés.</translation>
    </message>
    <message>
        <source>{changes} fields would change, {kept} would stay; nothing was sent.</source>
        <translation>Champs qui changeraient&#xa0;: {changes}&#xa0;; inchangés&#xa0;: {kept}. Rien n’a été envoyé.</translation>
    </message>
    <message>
        <source>{count} addresses are relative to a portal that is not known; give it as PORTAL.</source>
        <translation>Adresses relatives à un portail qui n’est pas connu&#xa0;: {count}&#xa0;; donnez ce portail dans PORTAL.</translation>
    </message>
    <message>
        <source>{count} alarms</source>
        <translation>{count} alarmes</translation>
    </message>
    <message>
        <source>{count} alarms would have been announced, {rate} per day.</source>
        <translation>{count}&#xa0;alarmes auraient été annoncées, soit {rate} par jour.</translation>
    </message>
    <message>
        <source>{count} answers hold no rating, sign or number and are left out.</source>
        <translation>{count} réponses n’ont ni note, ni signe, ni nombre et sont laissées de côté.</translation>
    </message>
    <message>
        <source>{count} answers name no respondent and are left out.</source>
        <translation>{count} réponses ne nomment pas de répondant et sont laissées de côté.</translation>
    </message>
    <message>
        <source>{count} answers refer to no segment of the layer and are left out.</source>
        <translation>{count} réponses ne renvoient à aucun tronçon de la couche et sont laissées de côté.</translation>
    </message>
    <message>
        <source>{count} cells are outside the range for which the index was made: they have no data. Check units, wind and temperatures.</source>
        <translation>{count} cellules sont hors du domaine pour lequel l’indice est fait&#xa0;: elles restent sans donnée. Vérifiez les unités, le vent et les températures.</translation>
    </message>
    <message>
        <source>{count} changed</source>
        <translation>modifiés&#xa0;: {count}</translation>
    </message>
    <message>
        <source>{count} choices do not have two alternatives and one chosen, and are left out.</source>
        <translation>{count} choix n’ont pas deux alternatives dont une choisie, et sont laissés de côté.</translation>
    </message>
    <message>
        <source>{count} columns</source>
        <translation>{count} colonnes</translation>
    </message>
    <message>
        <source>{count} comments are more than 25 m from any segment and are left out.</source>
        <translation>{count} commentaires sont à plus de 25 m de tout tronçon et sont laissés de côté.</translation>
    </message>
    <message>
        <source>{count} comments are neither good nor bad and are left out.</source>
        <translation>{count} commentaires ne sont ni bons ni mauvais et sont laissés de côté.</translation>
    </message>
    <message>
        <source>{count} crossings</source>
        <translation>{count} traversées</translation>
    </message>
    <message>
        <source>{count} d</source>
        <translation>{count}&#xa0;j</translation>
    </message>
    <message>
        <source>{count} datasets</source>
        <translation>{count} jeux de données</translation>
    </message>
    <message>
        <source>{count} datasets are no longer in the local catalogue and are left out; search them again.</source>
        <translation>Jeux de données laissés de côté, car absents du catalogue local&#xa0;: {count}&#xa0;; cherchez-les de nouveau.</translation>
    </message>
    <message>
        <source>{count} datasets give no extent, so the map leaves them out.</source>
        <translation>Jeux de données sans emprise, que la carte laisse de côté&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>{count} datasets match but for the extent, of which their records say nothing.</source>
        <translation>Jeux de données qui conviennent mais dont la fiche ne dit pas l’emprise&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>{count} datasets.</source>
        <translation>{count} jeux de données.</translation>
    </message>
    <message>
        <source>{count} devices</source>
        <translation>{count}&#xa0;équipements</translation>
    </message>
    <message>
        <source>{count} devices have no place: they are in the store, not on the map.</source>
        <translation>Équipements sans emplacement&#xa0;: {count}&#xa0;; ils sont dans la base, pas sur la carte.</translation>
    </message>
    <message>
        <source>{count} devices have no place: they are in the table, not on the map.</source>
        <translation>Équipements sans emplacement&#xa0;: {count}&#xa0;; ils sont dans la table, pas sur la carte.</translation>
    </message>
    <message>
        <source>{count} edges have no score between 0 and 100 and take the mean of the others.</source>
        <translation>{count} arcs n’ont pas de score entre 0 et 100 et prennent la moyenne des autres.</translation>
    </message>
    <message>
        <source>{count} edges have no sun profile: they lie outside the surface model or under roofs.</source>
        <translation>Arcs sans profil de soleil&#xa0;: {count}&#xa0;; ils sont hors du modèle numérique de surface ou sous des toits.</translation>
    </message>
    <message>
        <source>{count} features</source>
        <translation>{count} entités</translation>
    </message>
    <message>
        <source>{count} features are not lines and are left out.</source>
        <translation>Entités qui ne sont pas des lignes, écartées&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>{count} features have no geometry; they are in the file all the same.</source>
        <translation>Entités sans géométrie&#xa0;: {count}&#xa0;; elles sont tout de même dans le fichier.</translation>
    </message>
    <message>
        <source>{count} features have no number of people, or a negative one; they count as none.</source>
        <translation>{count} entités n’ont pas de nombre d’habitants, ou un nombre négatif&#xa0;; elles comptent pour zéro.</translation>
    </message>
    <message>
        <source>{count} features left out by the filters of the mapping</source>
        <translation>entités écartées par les filtres de la table de correspondance&#xa0;: {count}</translation>
    </message>
    <message>
        <source>{count} features whose kind is not known</source>
        <translation>entités dont le type est inconnu&#xa0;: {count}</translation>
    </message>
    <message>
        <source>{count} features without geometry</source>
        <translation>entités sans géométrie&#xa0;: {count}</translation>
    </message>
    <message>
        <source>{count} fields</source>
        <translation>{count} champs</translation>
    </message>
    <message>
        <source>{count} fields are still to be filled in or mended.</source>
        <translation>{count} champs restent à remplir ou à corriger.</translation>
    </message>
    <message>
        <source>{count} fields stay as they are.</source>
        <translation>Champs inchangés&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>{count} frames were not wholly understood; decode_error says why.</source>
        <translation>Trames non entièrement comprises&#xa0;: {count}&#xa0;; decode_error dit pourquoi.</translation>
    </message>
    <message>
        <source>{count} geometries of the wrong kind or beyond repair</source>
        <translation>géométries du mauvais type ou irréparables&#xa0;: {count}</translation>
    </message>
    <message>
        <source>{count} geometries repaired</source>
        <translation>géométries réparées&#xa0;: {count}</translation>
    </message>
    <message>
        <source>{count} h</source>
        <translation>{count}&#xa0;h</translation>
    </message>
    <message>
        <source>{count} identifiers are shared by several segments, whose values are averaged by length.</source>
        <translation>{count} identifiants sont partagés par plusieurs tronçons, dont les valeurs sont moyennées selon la longueur.</translation>
    </message>
    <message>
        <source>{count} in alarm</source>
        <translation>{count} en alarme</translation>
    </message>
    <message>
        <source>{count} late</source>
        <translation>{count} en retard</translation>
    </message>
    <message>
        <source>{count} layers are on the map.</source>
        <translation>{count} couches sont sur la carte.</translation>
    </message>
    <message>
        <source>{count} lines where walking is not allowed are left out.</source>
        <translation>Lignes où la marche n’est pas autorisée, écartées&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>{count} lines with impossible coordinates are left out.</source>
        <translation>Lignes aux coordonnées impossibles, écartées&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>{count} lost</source>
        <translation>{count} perdu(s)</translation>
    </message>
    <message>
        <source>{count} messages</source>
        <translation>{count} messages</translation>
    </message>
    <message>
        <source>{count} messages came faster than they could be stored and are lost.</source>
        <translation>{count} messages sont arrivés plus vite qu’ils ne pouvaient être stockés et sont perdus.</translation>
    </message>
    <message>
        <source>{count} messages were rejected: {reasons}.</source>
        <translation>{count} messages ont été rejetés&#xa0;: {reasons}.</translation>
    </message>
    <message>
        <source>{count} messages.</source>
        <translation>{count} messages.</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count}&#xa0;min</translation>
    </message>
    <message>
        <source>{count} more lines are in the layer.</source>
        <translation>{count} autres lignes sont dans la couche.</translation>
    </message>
    <message>
        <source>{count} never heard</source>
        <translation>{count} jamais vu(s)</translation>
    </message>
    <message>
        <source>{count} new</source>
        <translation>nouveaux&#xa0;: {count}</translation>
    </message>
    <message>
        <source>{count} observations of {series} series were sent.</source>
        <translation>{count} observations de {series} séries ont été envoyées.</translation>
    </message>
    <message>
        <source>{count} observations: {suspect} suspect, {fail} failed.</source>
        <translation>{count} observations&#xa0;: {suspect} suspectes, {fail} en échec.</translation>
    </message>
    <message>
        <source>{count} of {all}</source>
        <translation>{count} sur {all}</translation>
    </message>
    <message>
        <source>{count} of {total} datasets</source>
        <translation>{count} sur {total} jeux de données</translation>
    </message>
    <message>
        <source>{count} opening hours cannot be read, such as {examples}.</source>
        <translation>{count} horaires sont illisibles, comme {examples}.</translation>
    </message>
    <message>
        <source>{count} origins are farther than {most:.0f} m from the network and are left out.</source>
        <translation>{count} origines sont à plus de {most:.0f} m du réseau et sont écartées.</translation>
    </message>
    <message>
        <source>{count} parts shorter than the snapping distance are left out.</source>
        <translation>Parties plus courtes que la distance d’accrochage, écartées&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>{count} places are farther than {most:.0f} m from the network and cannot be reached.</source>
        <translation>{count} lieux sont à plus de {most:.0f} m du réseau et ne peuvent pas être atteints.</translation>
    </message>
    <message>
        <source>{count} places have no opening hours.</source>
        <translation>{count} lieux n’ont pas d’horaires.</translation>
    </message>
    <message>
        <source>{count} places whose hours are not known count as closed.</source>
        <translation>{count} lieux aux horaires inconnus comptent comme fermés.</translation>
    </message>
    <message>
        <source>{count} places whose hours are not known count as open.</source>
        <translation>{count} lieux aux horaires inconnus comptent comme ouverts.</translation>
    </message>
    <message>
        <source>{count} points lie outside the raster or where it has no data; their fields are empty.</source>
        <translation>{count} points sont hors du raster ou là où il n’a pas de donnée&#xa0;; leurs champs sont vides.</translation>
    </message>
    <message>
        <source>{count} points of equipment</source>
        <translation>{count} points d’équipement</translation>
    </message>
    <message>
        <source>{count} records checked: {errors} errors, {warnings} warnings.</source>
        <translation>Fiches contrôlées&#xa0;: {count}&#xa0;; erreurs&#xa0;: {errors}&#xa0;; avertissements&#xa0;: {warnings}.</translation>
    </message>
    <message>
        <source>{count} records of kind {kind}: {errors} errors, {warnings} warnings.</source>
        <translation>Fiches de type {kind}&#xa0;: {count}&#xa0;; erreurs&#xa0;: {errors}&#xa0;; avertissements&#xa0;: {warnings}.</translation>
    </message>
    <message>
        <source>{count} records or files would be refused.</source>
        <translation>Fiches ou fichiers qui seraient refusés&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>{count} records written.</source>
        <translation>Fiches écrites&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>{count} requests on {url}.</source>
        <translation>{count} demandes sur {url}.</translation>
    </message>
    <message>
        <source>{count} respondents lack a category of the population; they count as the others do on it.</source>
        <translation>{count} répondants n’ont pas de catégorie de la population&#xa0;; ils y comptent comme les autres.</translation>
    </message>
    <message>
        <source>{count} respondents rated one segment only: they tell nothing of the weights.</source>
        <translation>{count} répondants n’ont noté qu’un tronçon&#xa0;: ils ne disent rien des poids.</translation>
    </message>
    <message>
        <source>{count} respondents would have counted more than 5 times the mean and were cut to that.</source>
        <translation>{count} répondants auraient compté plus de 5 fois la moyenne et y ont été ramenés.</translation>
    </message>
    <message>
        <source>{count} routes written.</source>
        <translation>{count} parcours écrits.</translation>
    </message>
    <message>
        <source>{count} rows</source>
        <translation>{count} lignes</translation>
    </message>
    <message>
        <source>{count} rows fall in the hour that comes twice in autumn.</source>
        <translation>{count} lignes tombent dans l’heure qui vient deux fois à l’automne.</translation>
    </message>
    <message>
        <source>{count} rows have a local time that the clocks skip in spring and are left out; if the table is in universal time, set the time zone to UTC.</source>
        <translation>{count} lignes ont une heure locale que les horloges sautent au printemps et sont écartées&#xa0;; si la table est en temps universel, mettez le fuseau horaire à UTC.</translation>
    </message>
    <message>
        <source>{count} rows have no identifier and are not declared.</source>
        <translation>Lignes sans identifiant, qui ne sont pas déclarées&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>{count} rows of the table have no time that can be read and are left out.</source>
        <translation>{count} lignes de la table n’ont pas d’heure lisible et sont écartées.</translation>
    </message>
    <message>
        <source>{count} rows of the table name no station of the layer and are left out.</source>
        <translation>{count} lignes de la table ne nomment aucune station de la couche et sont écartées.</translation>
    </message>
    <message>
        <source>{count} rows repeat the time of a station; the first one is kept.</source>
        <translation>{count} lignes répètent l’heure d’une station&#xa0;; la première est gardée.</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count}&#xa0;s</translation>
    </message>
    <message>
        <source>{count} s left to confirm</source>
        <translation>{count}&#xa0;s pour confirmer</translation>
    </message>
    <message>
        <source>{count} segments get no class: too little is known of them (see the field confidence).</source>
        <translation>{count} tronçons n’ont pas de classe&#xa0;: on en sait trop peu (voir le champ confidence).</translation>
    </message>
    <message>
        <source>{count} segments lie outside the canopy raster or where it has no data.</source>
        <translation>{count} tronçons sont hors du raster de canopée ou là où il n’a pas de données.</translation>
    </message>
    <message>
        <source>{count} sensors have fewer than 8 days in common with their reference: nothing is said of them.</source>
        <translation>Capteurs ayant moins de 8 jours en commun avec leur référence, dont rien n’est dit&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>{count} sensors, {drifting} of them drift.</source>
        <translation>Capteurs&#xa0;: {count}, dont en dérive&#xa0;: {drifting}.</translation>
    </message>
    <message>
        <source>{count} silent</source>
        <translation>{count} sans nouvelles</translation>
    </message>
    <message>
        <source>{count} stations are few: the choice of predictors and the variogram are fragile.</source>
        <translation>{count} stations, c’est peu&#xa0;: le choix des prédicteurs et le variogramme sont fragiles.</translation>
    </message>
    <message>
        <source>{count} stations are flagged as doubtful and are left out.</source>
        <translation>{count} stations sont signalées comme douteuses et sont écartées.</translation>
    </message>
    <message>
        <source>{count} stations have no identifier and are left out.</source>
        <translation>{count} stations n’ont pas d’identifiant et sont écartées.</translation>
    </message>
    <message>
        <source>{count} stations have no value and are left out.</source>
        <translation>{count} stations n’ont pas de valeur et sont écartées.</translation>
    </message>
    <message>
        <source>{count} stations lie outside the rasters or where they have no data, and are left out.</source>
        <translation>{count} stations sont hors des rasters ou là où ils n’ont pas de donnée, et sont écartées.</translation>
    </message>
    <message>
        <source>{count} stations share the place of another one; their values are averaged there.</source>
        <translation>{count} stations sont au même endroit qu’une autre&#xa0;; leurs valeurs y sont moyennées.</translation>
    </message>
    <message>
        <source>{count} temperatures that the air cannot have are left out.</source>
        <translation>{count} températures que l’air ne peut pas avoir sont écartées.</translation>
    </message>
    <message>
        <source>{count} unknown devices; declare them to record them</source>
        <translation>{count}&#xa0;équipements inconnus&#xa0;; déclarez-les pour les enregistrer</translation>
    </message>
    <message>
        <source>{count} values of the table are not numbers and are taken as missing.</source>
        <translation>{count} valeurs de la table ne sont pas des nombres et sont considérées comme manquantes.</translation>
    </message>
    <message>
        <source>{count} values, from {low} to {high} {unit}, last {last}</source>
        <translation>{count}&#xa0;valeurs, de {low} à {high}&#xa0;{unit}, dernière {last}</translation>
    </message>
    <message>
        <source>{count} withdrawn</source>
        <translation>retirés&#xa0;: {count}</translation>
    </message>
    <message>
        <source>{count} zones are few: standard deviations over them say little.</source>
        <translation>{count} zones sont peu&#xa0;: des écarts types sur elles disent peu de chose.</translation>
    </message>
    <message>
        <source>{count} zones have no index: a part of it is not known there.</source>
        <translation>{count} zones n’ont pas d’indice&#xa0;: une de ses composantes n’y est pas connue.</translation>
    </message>
    <message>
        <source>{crossed} places entered by paths, {beside} beside a street, {nearest} from their nearest street.</source>
        <translation>{crossed} lieux où entrent des chemins, {beside} le long d’une rue, {nearest} depuis leur rue la plus proche.</translation>
    </message>
    <message>
        <source>{crs} does not cover longitude {longitude}, latitude {latitude}; check the CRS of the layer.</source>
        <translation>{crs} ne couvre pas la longitude {longitude}, latitude {latitude}&#xa0;; vérifiez le SCR de la couche.</translation>
    </message>
    <message>
        <source>{days} days</source>
        <translation>{days} jours</translation>
    </message>
    <message>
        <source>{degrees} °C</source>
        <translation>{degrees}&#xa0;°C</translation>
    </message>
    <message>
        <source>{difference} vs the shortest</source>
        <translation>{difference} / le plus court</translation>
    </message>
    <message>
        <source>{dose} °C·min</source>
        <translation>{dose}&#xa0;°C·min</translation>
    </message>
    <message>
        <source>{facet}: {values}</source>
        <translation>{facet}&#xa0;: {values}</translation>
    </message>
    <message>
        <source>{facet}: {value}, {count} datasets</source>
        <translation>{facet}&#xa0;: {value} (jeux de données&#xa0;: {count})</translation>
    </message>
    <message>
        <source>{faults} faults in the records of {count} datasets; they were read as well as could be.</source>
        <translation>Défauts dans les fiches&#xa0;: {faults} (jeux de données&#xa0;: {count})&#xa0;; elles ont été lues au mieux.</translation>
    </message>
    <message>
        <source>{field} is a number, not {value}.</source>
        <translation>{field} est un nombre, pas {value}.</translation>
    </message>
    <message>
        <source>{field} is true or false, not {value}.</source>
        <translation>{field} vaut true ou false, pas {value}.</translation>
    </message>
    <message>
        <source>{field} must be between {low:g} and {high:g} on this device, not {value:g}.</source>
        <translation>{field} doit être compris entre {low:g} et {high:g} sur cet équipement&#xa0;; {value:g} ne l’est pas.</translation>
    </message>
    <message>
        <source>{field} set by default rule for {count} features</source>
        <translation>{field} fixé par règle par défaut, nombre d’entités&#xa0;: {count}</translation>
    </message>
    <message>
        <source>{file} cannot be read: {cause}.</source>
        <translation>{file} ne peut pas être lu&#xa0;: {cause}.</translation>
    </message>
    <message>
        <source>{file} could not be written: {cause}. Choose another folder.</source>
        <translation>{file} n’a pas pu être écrit&#xa0;: {cause}. Choisissez un autre dossier.</translation>
    </message>
    <message>
        <source>{file} does not hold one record; choose the record of a dataset.</source>
        <translation>{file} ne contient pas une fiche unique&#xa0;; choisissez la fiche d’un jeu de données.</translation>
    </message>
    <message>
        <source>{file} exists already. Replace it?</source>
        <translation>{file} existe déjà. Le remplacer&#xa0;?</translation>
    </message>
    <message>
        <source>{file} is not JSON; choose the record of a dataset.</source>
        <translation>{file} n’est pas du JSON&#xa0;; choisissez la fiche d’un jeu de données.</translation>
    </message>
    <message>
        <source>{file} is not the file that the record describes: its SHA-256 is {digest}. Draw up the record again from the layer, or choose the file that was written with it.</source>
        <translation>{file} n’est pas le fichier que décrit la fiche&#xa0;: son SHA-256 est {digest}. Établissez de nouveau la fiche d’après la couche, ou choisissez le fichier écrit avec elle.</translation>
    </message>
    <message>
        <source>{file} is too large to be one record.</source>
        <translation>{file} est trop volumineux pour n’être qu’une fiche.</translation>
    </message>
    <message>
        <source>{first} and {second} go together on these segments: only the sum of their weights is sure.</source>
        <translation>{first} et {second} vont ensemble sur ces tronçons&#xa0;: seule la somme de leurs poids est sûre.</translation>
    </message>
    <message>
        <source>{first} or {second}</source>
        <translation>{first} ou {second}</translation>
    </message>
    <message>
        <source>{first}; {second}</source>
        <translation>{first}&#xa0;; {second}</translation>
    </message>
    <message>
        <source>{found} is not between {minimum} and {maximum}.</source>
        <translation>{found} n’est pas entre {minimum} et {maximum}.</translation>
    </message>
    <message>
        <source>{host} gave none.</source>
        <translation>{host} n’en a donné aucune.</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours}&#xa0;h {minutes}&#xa0;min</translation>
    </message>
    <message>
        <source>{hours} hours</source>
        <translation>{hours}&#xa0;h</translation>
    </message>
    <message>
        <source>{hour} is outside the hours for which the shade was computed; the walk counts as by night.</source>
        <translation>{hour} est en dehors des heures pour lesquelles l’ombre a été calculée&#xa0;; le parcours compte comme de nuit.</translation>
    </message>
    <message>
        <source>{kinds} ({level}, by its name)</source>
        <translation>{kinds} ({level}, d’après son nom)</translation>
    </message>
    <message>
        <source>{kinds} ({level}, {percent} % of the values)</source>
        <translation>{kinds} ({level}, {percent}&#xa0;% des valeurs)</translation>
    </message>
    <message>
        <source>{label}: not known, nothing gives it.</source>
        <translation>{label}&#xa0;: inconnu, rien ne le donne.</translation>
    </message>
    <message>
        <source>{label}: the equipment has none of this kind; it counts as not surveyed, not as absent.</source>
        <translation>{label}&#xa0;: l’équipement n’en a aucun de cette nature&#xa0;; il compte comme non relevé, non comme absent.</translation>
    </message>
    <message>
        <source>{label}: words of {field} that are not known and are left out: {words}</source>
        <translation>{label}&#xa0;: mots de {field} inconnus et laissés de côté&#xa0;: {words}</translation>
    </message>
    <message>
        <source>{label}: {count} points of equipment are more than 50 m from the network.</source>
        <translation>{label}&#xa0;: {count} points d’équipement sont à plus de 50 m du réseau.</translation>
    </message>
    <message>
        <source>{label}: {count} values of {field} are not numbers and are left out.</source>
        <translation>{label}&#xa0;: {count} valeurs de {field} ne sont pas des nombres et sont laissées de côté.</translation>
    </message>
    <message>
        <source>{label}: {count} values outside {low:g} to {high:g} {unit} are left out.</source>
        <translation>{label}&#xa0;: {count} valeurs hors de {low:g} à {high:g} {unit} sont laissées de côté.</translation>
    </message>
    <message>
        <source>{label}: {origin}</source>
        <translation>{label}&#xa0;: {origin}</translation>
    </message>
    <message>
        <source>{label}: {origin}; known for {known} of {count} segments.</source>
        <translation>{label}&#xa0;: {origin}&#xa0;; connu pour {known} tronçons sur {count}.</translation>
    </message>
    <message>
        <source>{label}: {weight}</source>
        <translation>{label}&#xa0;: {weight}</translation>
    </message>
    <message>
        <source>{label}: {weight} ({low} to {high})</source>
        <translation>{label}&#xa0;: {weight} ({low} à {high})</translation>
    </message>
    <message>
        <source>{layer}: the layer has no coordinate reference system, and is taken to be in that of the others; set it in the layer properties if that is wrong.</source>
        <translation>{layer}&#xa0;: la couche n’a pas de système de coordonnées, et est prise dans celui des autres&#xa0;; indiquez-le dans les propriétés de la couche si c’est faux.</translation>
    </message>
    <message>
        <source>{layer}: the layer has no feature.</source>
        <translation>{layer}&#xa0;: la couche n’a aucune entité.</translation>
    </message>
    <message>
        <source>{layer}: {count} features have no value in the field {field}.</source>
        <translation>{layer}&#xa0;: {count} entités n’ont pas de valeur dans le champ {field}.</translation>
    </message>
    <message>
        <source>{layer}: {count} features have several points; the first is taken.</source>
        <translation>{layer}&#xa0;: {count} entités ont plusieurs points&#xa0;; le premier est pris.</translation>
    </message>
    <message>
        <source>{layer}: {count} features without geometry are skipped.</source>
        <translation>{layer}, entités sans géométrie ignorées&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>{layer}: {count} invalid geometries could not be repaired and are skipped.</source>
        <translation>{layer}, géométries non valides et irréparables ignorées&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>{layer}: {count} invalid geometries were repaired.</source>
        <translation>{layer}, géométries non valides réparées&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>{layer}: {field} set by default rule for {count} features.</source>
        <translation>{layer}, {field} fixé par règle par défaut, nombre d’entités&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>{layer}: {kept} features from {source} ({profile}), {dropped} left out.</source>
        <translation>{layer}, entités conservées de {source} ({profile})&#xa0;: {kept}&#xa0;; écartées&#xa0;: {dropped}.</translation>
    </message>
    <message>
        <source>{length:.0f} m, {time:.0f} min, {sun:.0f} m in the sun</source>
        <translation>{length:.0f} m, {time:.0f} min, {sun:.0f} m au soleil</translation>
    </message>
    <message>
        <source>{length} km of streets within {minutes:g} minutes of {count} origins.</source>
        <translation>{length} km de rues à {minutes:g} minutes au plus de {count} origines.</translation>
    </message>
    <message>
        <source>{length} m</source>
        <translation>{length}&#xa0;m</translation>
    </message>
    <message>
        <source>{length} m, {share} % of the way</source>
        <translation>{length}&#xa0;m, {share}&#xa0;% du chemin</translation>
    </message>
    <message>
        <source>{lost} of {total} pairs have no route; they are listed with the reason.</source>
        <translation>{lost} paires sur {total} n’ont pas de parcours&#xa0;; elles sont listées avec la raison.</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} à {high}</translation>
    </message>
    <message>
        <source>{messages} messages, {observations} observations, {rejects} rejected, {duplicates} duplicates.</source>
        <translation>{messages} messages, {observations} observations, {rejects} rejetés, {duplicates} doublons.</translation>
    </message>
    <message>
        <source>{messages}, {count} of them twice</source>
        <translation>{messages}, dont {count} en double</translation>
    </message>
    <message>
        <source>{metric} of {device} has more than {most} observations; the first of them are tested.</source>
        <translation>{metric} de {device} a plus de {most} observations&#xa0;; les premières d’entre elles sont testées.</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes}&#xa0;min</translation>
    </message>
    <message>
        <source>{name} (“{label}”) is empty; fill it.</source>
        <translation>{name} («&#xa0;{label}&#xa0;») est vide&#xa0;; remplissez-le.</translation>
    </message>
    <message>
        <source>{name} (“{label}”) must be a number from {lowest:g} to {highest:g}, not {value}.</source>
        <translation>{name} («&#xa0;{label}&#xa0;») doit être un nombre de {lowest:g} à {highest:g}, et non {value}.</translation>
    </message>
    <message>
        <source>{name} (“{label}”) must be a number of at least {lowest:g}, not {value}.</source>
        <translation>{name} («&#xa0;{label}&#xa0;») doit être un nombre d’au moins {lowest:g}, et non {value}.</translation>
    </message>
    <message>
        <source>{name} (“{label}”) must be one of {options}, not {value}.</source>
        <translation>{name} («&#xa0;{label}&#xa0;») doit être l’un de {options}, et non {value}.</translation>
    </message>
    <message>
        <source>{name} cannot name a schema of the store: use small letters, digits and underscores.</source>
        <translation>{name} ne peut pas nommer un schéma de la base&#xa0;: utilisez des lettres minuscules, des chiffres et des tirets bas.</translation>
    </message>
    <message>
        <source>{name} has another size than its record says; records are often wrong there.</source>
        <translation>{name} a une autre taille que ne le dit sa fiche&#xa0;; les fiches se trompent souvent là-dessus.</translation>
    </message>
    <message>
        <source>{name} has no time zone; it is taken as UTC.</source>
        <translation>{name} n’a pas de fuseau horaire&#xa0;; l’heure est considérée comme UTC.</translation>
    </message>
    <message>
        <source>{name} has {size:.0f} MB; a RUDI node takes {limit:.0f} MB at most. Split or compress it.</source>
        <translation>{name} pèse {size:.0f} Mo&#xa0;; un nœud RUDI accepte {limit:.0f} Mo au plus. Découpez ou compressez ce fichier.</translation>
    </message>
    <message>
        <source>{name} holds nothing that QGIS can draw or list; open it with the program that its format asks for.</source>
        <translation>{name} ne contient rien que QGIS sache dessiner ou lister&#xa0;; ouvrez-le avec le logiciel que demande son format.</translation>
    </message>
    <message>
        <source>{name} is a list of records of more than {limit} MB, too large to be opened; take another format, such as CSV or GeoPackage.</source>
        <translation>{name} est une liste d’enregistrements de plus de {limit}&#xa0;Mo, trop volumineuse pour être ouverte&#xa0;; prenez un autre format, comme CSV ou GeoPackage.</translation>
    </message>
    <message>
        <source>{name} is a number, not “{value}”.</source>
        <translation>{name} est un nombre, pas «&#xa0;{value}&#xa0;».</translation>
    </message>
    <message>
        <source>{name} is a web page, not data; download it again, or ask for access.</source>
        <translation>{name} est une page web, non des données&#xa0;; téléchargez de nouveau, ou demandez l’accès.</translation>
    </message>
    <message>
        <source>{name} is empty; fill it.</source>
        <translation>{name} est vide&#xa0;; remplissez-le.</translation>
    </message>
    <message>
        <source>{name} is in the format {driver}, which leads to other files or servers; it was not opened. Open it yourself if you trust it.</source>
        <translation>{name} est au format {driver}, qui mène à d’autres fichiers ou serveurs&#xa0;; il n’a pas été ouvert. Ouvrez-le vous-même si vous lui faites confiance.</translation>
    </message>
    <message>
        <source>{name} is not the file that the catalogue announces ({algorithm} {computed} instead of {expected}). It was kept as {bad}; tell its producer, or accept files that differ.</source>
        <translation>{name} n’est pas le fichier annoncé par le catalogue ({algorithm} {computed} au lieu de {expected}). Il est gardé sous le nom {bad}&#xa0;; prévenez son producteur, ou acceptez les fichiers qui diffèrent.</translation>
    </message>
    <message>
        <source>{name} is not valid JSON: {cause}. Tell its producer.</source>
        <translation>{name} n’est pas du JSON valide&#xa0;: {cause}. Prévenez son producteur.</translation>
    </message>
    <message>
        <source>{name} is yes or no, not “{value}”.</source>
        <translation>{name} vaut oui ou non, pas «&#xa0;{value}&#xa0;».</translation>
    </message>
    <message>
        <source>{name} must be between {low} and {high} {unit}: {value} is not.</source>
        <translation>{name} doit être compris entre {low} et {high}&#xa0;{unit}&#xa0;: {value} ne l’est pas.</translation>
    </message>
    <message>
        <source>{name} was decrypted by the portal on the way.</source>
        <translation>{name} a été déchiffré en chemin par le portail.</translation>
    </message>
    <message>
        <source>{name} was there already and is the file announced.</source>
        <translation>{name} était déjà là et c’est le fichier annoncé.</translation>
    </message>
    <message>
        <source>{name}: went on after {size} that were there already.</source>
        <translation>{name}&#xa0;: reprise après les {size} déjà présents.</translation>
    </message>
    <message>
        <source>{name}: {added} new datasets, {changed} changed, {deleted} withdrawn.</source>
        <translation>{name}, jeux de données nouveaux&#xa0;: {added}, modifiés&#xa0;: {changed}, retirés&#xa0;: {deleted}.</translation>
    </message>
    <message>
        <source>{name}: {count}</source>
        <translation>{name}&#xa0;: {count}</translation>
    </message>
    <message>
        <source>{name}: {share:.1f} % of the area.</source>
        <translation>{name}&#xa0;: {share:.1f}&#xa0;% de la surface.</translation>
    </message>
    <message>
        <source>{name}: {size}, not compared with its checksum.</source>
        <translation>{name}&#xa0;: {size}, non comparé à son empreinte.</translation>
    </message>
    <message>
        <source>{name}: {size}, not verifiable, the record gives no usable checksum.</source>
        <translation>{name}&#xa0;: {size}, non vérifiable, la fiche ne donne pas d’empreinte utilisable.</translation>
    </message>
    <message>
        <source>{name}: {size}, {algorithm} as announced.</source>
        <translation>{name}&#xa0;: {size}, {algorithm} tel qu’annoncé.</translation>
    </message>
    <message>
        <source>{name}: {size}. It is not the file that the record announces: its {algorithm} differs.</source>
        <translation>{name}&#xa0;: {size}. Ce n’est pas le fichier que la fiche annonce&#xa0;: son {algorithm} diffère.</translation>
    </message>
    <message>
        <source>{new} devices are new to the store, {known} were known.</source>
        <translation>Équipements nouveaux dans la base&#xa0;: {new}&#xa0;; déjà connus&#xa0;: {known}.</translation>
    </message>
    <message>
        <source>{none} places have no data, and {part} lie on it for less than 90 % of their surface; check that the raster covers them.</source>
        <translation>{none} lieux n’ont pas de donnée, et {part} n’en ont que sur moins de 90&#xa0;% de leur surface&#xa0;; vérifiez que le raster les couvre.</translation>
    </message>
    <message>
        <source>{open} places open, {closed} closed; {served:.0f} % of the streets within {minutes:g} minutes.</source>
        <translation>{open} lieux ouverts, {closed} fermés&#xa0;; {served:.0f}&#xa0;% des rues à {minutes:g} minutes au plus.</translation>
    </message>
    <message>
        <source>{others} is in force on the device: end it first.</source>
        <translation>{others} est en vigueur sur l’équipement&#xa0;: mettez-y fin d’abord.</translation>
    </message>
    <message>
        <source>{parameter} is not a date and time; write it like 2026-06-21T15:00:00.</source>
        <translation>{parameter} n’est pas une date et heure&#xa0;; écrivez-la sous la forme 2026-06-21T15:00:00.</translation>
    </message>
    <message>
        <source>{parameter} is not a date; write it like 2026-06-21.</source>
        <translation>{parameter} n’est pas une date&#xa0;; écrivez-la sous la forme 2026-06-21.</translation>
    </message>
    <message>
        <source>{parameter} is not a time; write it like 15:00.</source>
        <translation>{parameter} n’est pas une heure&#xa0;; écrivez-la sous la forme 15:00.</translation>
    </message>
    <message>
        <source>{parameter}: nothing is called “{name}” in this catalogue.</source>
        <translation>{parameter}&#xa0;: rien ne s’appelle «&#xa0;{name}&#xa0;» dans ce catalogue.</translation>
    </message>
    <message>
        <source>{parameter}: nothing is called “{name}” in this catalogue; the nearest is “{nearest}”.</source>
        <translation>{parameter}&#xa0;: rien ne s’appelle «&#xa0;{name}&#xa0;» dans ce catalogue&#xa0;; le plus proche est «&#xa0;{nearest}&#xa0;».</translation>
    </message>
    <message>
        <source>{path} cannot be read: {cause}.</source>
        <translation>{path} ne peut pas être lu&#xa0;: {cause}.</translation>
    </message>
    <message>
        <source>{path} cannot be written: {cause}.</source>
        <translation>{path} ne peut pas être écrit&#xa0;: {cause}.</translation>
    </message>
    <message>
        <source>{path} could not be written: {cause}.</source>
        <translation>{path} n’a pas pu être écrit&#xa0;: {cause}.</translation>
    </message>
    <message>
        <source>{path} does not say on which server “{url}” is; search the portal instead.</source>
        <translation>{path} ne dit pas sur quel serveur se trouve «&#xa0;{url}&#xa0;»&#xa0;; cherchez plutôt sur le portail.</translation>
    </message>
    <message>
        <source>{path} exists already and is not this media. Choose another folder, or allow it to be overwritten.</source>
        <translation>{path} existe déjà et n’est pas ce média. Choisissez un autre dossier, ou autorisez son remplacement.</translation>
    </message>
    <message>
        <source>{path} is being downloaded already; wait until it is there.</source>
        <translation>{path} est déjà en cours de téléchargement&#xa0;; attendez qu’il soit arrivé.</translation>
    </message>
    <message>
        <source>{path} is neither a file nor a folder; choose a JSON file of records.</source>
        <translation>{path} n’est ni un fichier ni un dossier&#xa0;; choisissez un fichier JSON de fiches.</translation>
    </message>
    <message>
        <source>{path} is not a JSON file of records.</source>
        <translation>{path} n’est pas un fichier JSON de fiches.</translation>
    </message>
    <message>
        <source>{path} is not a store of live equipment.</source>
        <translation>{path} n’est pas une base d’équipements en direct.</translation>
    </message>
    <message>
        <source>{path} is on a network share ({kind}), where a live store can be damaged. Keep it on a local disk, or use a PostgreSQL store.</source>
        <translation>{path} est sur un partage réseau ({kind}), où une base en direct peut être endommagée. Gardez-la sur un disque local, ou utilisez une base PostgreSQL.</translation>
    </message>
    <message>
        <source>{path} is too large for a file of records.</source>
        <translation>{path} est trop volumineux pour un fichier de fiches.</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent}&#xa0;%</translation>
    </message>
    <message>
        <source>{profile} holds one record and there are {count}: give OUTPUT a name that ends in .zip.</source>
        <translation>{profile} contient une seule fiche et il y en a {count}&#xa0;: donnez à OUTPUT un nom qui finit par .zip.</translation>
    </message>
    <message>
        <source>{received} of {total}</source>
        <translation>{received} sur {total}</translation>
    </message>
    <message>
        <source>{respondents} respondents are few for {fitted} weights (10 each would be {wanted}): read the intervals before the weights.</source>
        <translation>{respondents} répondants sont peu pour {fitted} poids (10 par poids feraient {wanted})&#xa0;: lisez les intervalles avant les poids.</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds}&#xa0;s</translation>
    </message>
    <message>
        <source>{selected} nights of {count} are selected; the strongest heat island is {most:.1f} °C.</source>
        <translation>{selected} nuits sur {count} sont retenues&#xa0;; l’îlot de chaleur le plus fort est de {most:.1f} °C.</translation>
    </message>
    <message>
        <source>{served:.0f} % of {people:.0f} people within {minutes:g} minutes, {near:.0f} % within 300 m.</source>
        <translation>{served:.0f}&#xa0;% de {people:.0f} habitants à {minutes:g} minutes au plus, {near:.0f}&#xa0;% à 300 m au plus.</translation>
    </message>
    <message>
        <source>{server} has this dataset as it is: there is nothing to send.</source>
        <translation>{server} a ce jeu de données tel quel&#xa0;: il n’y a rien à envoyer.</translation>
    </message>
    <message>
        <source>{share:.0f} % of the area is more than 3 m above the terrain: buildings, or trees among them.</source>
        <translation>{share:.0f}&#xa0;% de la surface est à plus de 3 m au-dessus du terrain&#xa0;: des bâtiments, ou des arbres parmi eux.</translation>
    </message>
    <message>
        <source>{share} %</source>
        <translation>{share}&#xa0;%</translation>
    </message>
    <message>
        <source>{share} % of the choices of respondents not seen are predicted right; chance gives {chance} %.</source>
        <translation>{share}&#xa0;% des choix de répondants non vus sont bien prédits&#xa0;; le hasard en donne {chance}&#xa0;%.</translation>
    </message>
    <message>
        <source>{share} % of the map has a land cover unlike that of all the stations (mask): there the values are extrapolated.</source>
        <translation>{share}&#xa0;% de la carte a une occupation du sol qui ne ressemble à celle d’aucune station (masque)&#xa0;: les valeurs y sont extrapolées.</translation>
    </message>
    <message>
        <source>{share} % of the shortest route’s</source>
        <translation>{share}&#xa0;% de celui du plus court</translation>
    </message>
    <message>
        <source>{share} % of the stations left out are within twice the standard error announced for them (about 95 % are expected).</source>
        <translation>{share}&#xa0;% des stations laissées de côté sont à moins de deux fois l’erreur type annoncée pour elles (environ 95&#xa0;% sont attendus).</translation>
    </message>
    <message>
        <source>{share} % of the way</source>
        <translation>{share}&#xa0;% du chemin</translation>
    </message>
    <message>
        <source>{size} GB</source>
        <translation>{size}&#xa0;Go</translation>
    </message>
    <message>
        <source>{size} MB</source>
        <translation>{size}&#xa0;Mo</translation>
    </message>
    <message>
        <source>{size} bytes</source>
        <translation>{size}&#xa0;octets</translation>
    </message>
    <message>
        <source>{size} kB</source>
        <translation>{size}&#xa0;ko</translation>
    </message>
    <message>
        <source>{size}/s</source>
        <translation>{size}/s</translation>
    </message>
    <message>
        <source>{source} answers: {message}.</source>
        <translation>{source} répond&#xa0;: {message}.</translation>
    </message>
    <message>
        <source>{source} contains a document type, an entity or a depth that a catalogue never needs; it was not read.</source>
        <translation>{source} contient un type de document, une entité ou une profondeur dont un catalogue n’a jamais besoin&#xa0;; le contenu n’a pas été lu.</translation>
    </message>
    <message>
        <source>{source} declares a document type or entities, through which a file can read others; it was not opened.</source>
        <translation>{source} déclare un type de document ou des entités, par lesquels un fichier peut en lire d’autres&#xa0;; il n’a pas été ouvert.</translation>
    </message>
    <message>
        <source>{source} did not answer with records of a catalogue: check its address.</source>
        <translation>{source} n’a pas répondu par les fiches d’un catalogue&#xa0;: vérifiez son adresse.</translation>
    </message>
    <message>
        <source>{source} holds no ISO 19139 record (gmd:MD_Metadata): choose another format.</source>
        <translation>{source} ne contient pas de fiche ISO 19139 (gmd:MD_Metadata)&#xa0;: choisissez un autre format.</translation>
    </message>
    <message>
        <source>{source} holds no dataset (dcat:Dataset).</source>
        <translation>{source} ne contient pas de jeu de données (dcat:Dataset).</translation>
    </message>
    <message>
        <source>{source} holds no dataset.</source>
        <translation>{source} ne contient aucun jeu de données.</translation>
    </message>
    <message>
        <source>{source} is ISO 19115-3; ask the catalogue for ISO 19139 (outputSchema http://www.isotc211.org/2005/gmd).</source>
        <translation>{source} est de l’ISO 19115-3&#xa0;; demandez au catalogue de l’ISO 19139 (outputSchema http://www.isotc211.org/2005/gmd).</translation>
    </message>
    <message>
        <source>{source} is a ZIP archive: unpack it, then choose one of its files.</source>
        <translation>{source} est une archive ZIP&#xa0;: décompressez-la, puis choisissez l’un de ses fichiers.</translation>
    </message>
    <message>
        <source>{source} is a web page: choose the file or the address of its metadata.</source>
        <translation>{source} est une page web&#xa0;: choisissez le fichier ou l’adresse de ses métadonnées.</translation>
    </message>
    <message>
        <source>{source} is empty.</source>
        <translation>{source} est vide.</translation>
    </message>
    <message>
        <source>{source} is neither XML, JSON nor Turtle, or is not written in UTF-8.</source>
        <translation>{source} n’est ni du XML, ni du JSON, ni du Turtle, ou n’est pas écrit en UTF-8.</translation>
    </message>
    <message>
        <source>{source} is not JSON: choose a DCAT file written as JSON-LD.</source>
        <translation>{source} n’est pas du JSON&#xa0;: choisissez un fichier DCAT écrit en JSON-LD.</translation>
    </message>
    <message>
        <source>{source} is not Turtle: line {line} cannot be read.</source>
        <translation>{source} n’est pas du Turtle&#xa0;: la ligne {line} ne peut pas être lue.</translation>
    </message>
    <message>
        <source>{source} is not well-formed XML: {cause}.</source>
        <translation>{source} n’est pas du XML bien formé&#xa0;: {cause}.</translation>
    </message>
    <message>
        <source>{start} to {end}</source>
        <translation>de {start} à {end}</translation>
    </message>
    <message>
        <source>{state} What happened: {cause}</source>
        <translation>{state} Ce qui s’est passé&#xa0;: {cause}</translation>
    </message>
    <message>
        <source>{stations} places with stations, {predictors} predictors, {subsets} combinations compared.</source>
        <translation>{stations} lieux avec stations, {predictors} prédicteurs, {subsets} combinaisons comparées.</translation>
    </message>
    <message>
        <source>{stations} stations with {count} instants are too many at once; choose a shorter period or a longer step.</source>
        <translation>{stations} stations avec {count} instants, c’est trop en une fois&#xa0;; choisissez une période plus courte ou un pas plus long.</translation>
    </message>
    <message>
        <source>{stations} stations, {values} values, {percent} % removed.</source>
        <translation>Stations&#xa0;: {stations}&#xa0;; valeurs&#xa0;: {values}&#xa0;; retirées&#xa0;: {percent}&#xa0;%.</translation>
    </message>
    <message>
        <source>{store} is neither a file of type .gpkg nor the name of a PostgreSQL connection of QGIS.</source>
        <translation>{store} n’est ni un fichier de type .gpkg ni le nom d’une connexion PostgreSQL de QGIS.</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>encore {time}</translation>
    </message>
    <message>
        <source>{title} (new)</source>
        <translation>{title} (nouveau)</translation>
    </message>
    <message>
        <source>{total} datasets match, {count} are written.</source>
        <translation>Jeux de données qui conviennent&#xa0;: {total}&#xa0;; écrits&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>{url} accepted the account but gave no token.</source>
        <translation>{url} a accepté le compte mais n’a pas donné de jeton.</translation>
    </message>
    <message>
        <source>{url} answered a web page instead of data. It may be a sign-in page, or the address of the portal is wrong: check the address and the account.</source>
        <translation>{url} a renvoyé une page web au lieu de données. C’est peut-être une page de connexion, ou l’adresse du portail est fausse&#xa0;: vérifiez l’adresse et le compte.</translation>
    </message>
    <message>
        <source>{url} answered a web page instead of data; check the address and the account.</source>
        <translation>{url} a répondu par une page web au lieu de données&#xa0;; vérifiez l’adresse et le compte.</translation>
    </message>
    <message>
        <source>{url} answered a web page instead of the file: it probably asks to sign in. Choose an account, or ask for access to the dataset.</source>
        <translation>{url} a renvoyé une page web au lieu du fichier&#xa0;: il faut sans doute se connecter. Choisissez un compte, ou demandez l’accès au jeu de données.</translation>
    </message>
    <message>
        <source>{url} answered something that is no list of SensorThings; check the address.</source>
        <translation>{url} a répondu par autre chose qu’une liste SensorThings&#xa0;; vérifiez l’adresse.</translation>
    </message>
    <message>
        <source>{url} answered something that is no list, so nothing was taken from it. Try again later, or check the address.</source>
        <translation>{url} a renvoyé autre chose qu’une liste&#xa0;: rien n’en a été retenu. Réessayez plus tard, ou vérifiez l’adresse.</translation>
    </message>
    <message>
        <source>{url} answered something that is not JSON. Check that the address is the one of a RUDI portal or node.</source>
        <translation>{url} a renvoyé autre chose que du JSON. Vérifiez que l’adresse est celle d’un portail ou d’un nœud RUDI.</translation>
    </message>
    <message>
        <source>{url} answered something that is not SensorThings; check the address.</source>
        <translation>{url} a répondu par autre chose que du SensorThings&#xa0;; vérifiez l’adresse.</translation>
    </message>
    <message>
        <source>{url} asks for an account (401).{reason} Choose an authentication configuration, or check the one chosen.</source>
        <translation>{url} demande un compte (401).{reason} Choisissez une configuration d’authentification, ou vérifiez celle qui est choisie.</translation>
    </message>
    <message>
        <source>{url} breaks off again and again; what came is kept, run again later.</source>
        <translation>{url} s’interrompt sans cesse&#xa0;; ce qui est arrivé est gardé, relancez plus tard.</translation>
    </message>
    <message>
        <source>{url} cannot be reached, or the connection was lost: {cause}. Check the address and the network.</source>
        <translation>{url} est injoignable, ou la connexion a été perdue&#xa0;: {cause}. Vérifiez l’adresse et le réseau.</translation>
    </message>
    <message>
        <source>{url} continues its list at {target}, on another server, which was not asked; the service is set up with a wrong address of its own. Ask its administrator.</source>
        <translation>{url} poursuit sa liste à {target}, sur un autre serveur, qui n’a pas été interrogé&#xa0;; le service est configuré avec une mauvaise adresse pour lui-même. Demandez à son administrateur.</translation>
    </message>
    <message>
        <source>{url} did not answer in time ({seconds:g} s of silence allowed). Check the network, or give it more time.</source>
        <translation>{url} n’a pas répondu à temps ({seconds:g} s de silence autorisées). Vérifiez le réseau, ou laissez-lui plus de temps.</translation>
    </message>
    <message>
        <source>{url} does not accept the token any more: get a new one.</source>
        <translation>{url} n’accepte plus le jeton&#xa0;: procurez-vous-en un nouveau.</translation>
    </message>
    <message>
        <source>{url} does not accept this account. Check the login and the password, or the keys of the project and their end date.</source>
        <translation>{url} n’accepte pas ce compte. Vérifiez l’identifiant et le mot de passe, ou les clés du projet et leur date de fin.</translation>
    </message>
    <message>
        <source>{url} does not accept this account. Check the login and the password.</source>
        <translation>{url} n’accepte pas ce compte. Vérifiez l’identifiant et le mot de passe.</translation>
    </message>
    <message>
        <source>{url} does not exist on this server ({status}).{reason}</source>
        <translation>{url} n’existe pas sur ce serveur ({status}).{reason}</translation>
    </message>
    <message>
        <source>{url} does not know the record {identifier}.</source>
        <translation>{url} ne connaît pas la fiche {identifier}.</translation>
    </message>
    <message>
        <source>{url} does not say where the files of its node are stored.</source>
        <translation>{url} ne dit pas où sont stockés les fichiers de son nœud.</translation>
    </message>
    <message>
        <source>{url} gave no token for the storage of files.</source>
        <translation>{url} n’a pas donné de jeton pour le stockage des fichiers.</translation>
    </message>
    <message>
        <source>{url} gives no anonymous session; choose an account.</source>
        <translation>{url} n’ouvre pas de session anonyme&#xa0;; choisissez un compte.</translation>
    </message>
    <message>
        <source>{url} has at least {size:.0f} MB; {limit:.0f} MB are allowed. Allow more if you want it.</source>
        <translation>{url} pèse au moins {size:.0f} Mo&#xa0;; {limit:.0f} Mo sont autorisés. Autorisez davantage si vous le voulez.</translation>
    </message>
    <message>
        <source>{url} is not a RUDI node: it has neither /catalog nor /api.</source>
        <translation>{url} n’est pas un nœud RUDI&#xa0;: il n’a ni /catalog ni /api.</translation>
    </message>
    <message>
        <source>{url} is not a SensorThings service: it lists no Datastreams. Give its address up to the version, such as https://server/FROST-Server/v1.1.</source>
        <translation>{url} n’est pas un service SensorThings&#xa0;: il ne liste pas de Datastreams. Donnez son adresse jusqu’à la version, comme https://server/FROST-Server/v1.1.</translation>
    </message>
    <message>
        <source>{url} is not a web address.</source>
        <translation>{url} n’est pas une adresse web.</translation>
    </message>
    <message>
        <source>{url} is not encrypted (http): the account travels in clear. Ask for an address in https.</source>
        <translation>{url} n’est pas chiffré (http)&#xa0;: le compte circule en clair. Demandez une adresse en https.</translation>
    </message>
    <message>
        <source>{url} is out of order or overloaded ({status}).{reason} Run again later.</source>
        <translation>{url} est en panne ou surchargé ({status}).{reason} Relancez plus tard.</translation>
    </message>
    <message>
        <source>{url} leads back to a page that was read already, so its list has no end; it was given up.</source>
        <translation>{url} ramène à une page déjà lue&#xa0;: sa liste n’a donc pas de fin&#xa0;; elle a été abandonnée.</translation>
    </message>
    <message>
        <source>{url} receives too many requests (429).{reason} Wait, then run again.</source>
        <translation>{url} reçoit trop de requêtes (429).{reason} Attendez, puis relancez.</translation>
    </message>
    <message>
        <source>{url} redirects to an address that is not safe to follow. Check the address.</source>
        <translation>{url} renvoie vers une adresse qu’il n’est pas sûr de suivre. Vérifiez l’adresse.</translation>
    </message>
    <message>
        <source>{url} redirects to another server, {host}; it was not followed. Check the address.</source>
        <translation>{url} renvoie vers un autre serveur, {host}&#xa0;; ce renvoi n’a pas été suivi. Vérifiez l’adresse.</translation>
    </message>
    <message>
        <source>{url} redirects without end. Check the address.</source>
        <translation>{url} renvoie d’adresse en adresse sans fin. Vérifiez l’adresse.</translation>
    </message>
    <message>
        <source>{url} refused the request ({status}).{reason}</source>
        <translation>{url} a refusé la requête ({status}).{reason}</translation>
    </message>
    <message>
        <source>{url} refuses this account (403).{reason} Ask for access to the dataset, or use an account that has it.</source>
        <translation>{url} refuse ce compte (403).{reason} Demandez l’accès au jeu de données, ou utilisez un compte qui l’a.</translation>
    </message>
    <message>
        <source>{url} sends the file compressed although that was not asked for.</source>
        <translation>{url} envoie le fichier compressé alors que ce n’était pas demandé.</translation>
    </message>
    <message>
        <source>{very} very shaded, {partly} partly shaded, {hot} hot.</source>
        <translation>{very} très ombragés, {partly} partiellement ombragés, {hot} chauds.</translation>
    </message>
    <message>
        <source>{west} to {east} of longitude, {south} to {north} of latitude</source>
        <translation>longitudes {west} à {east}, latitudes {south} à {north}</translation>
    </message>
    <message>
        <source>{written} buckets were written and {deleted} rows deleted.</source>
        <translation>Tranches écrites&#xa0;: {written}&#xa0;; lignes supprimées&#xa0;: {deleted}.</translation>
    </message>
    <message>
        <source>“Warming to add” is added to the air temperature and to the mean radiant temperature, at the same relative humidity. Sky, ground and walls then radiate as if they warmed like the air, which is an approximation: computed anew with air 4 °C warmer and the same sun, the mean radiant temperature rises by 3.2 to 4.9 °C. For an exact scenario, run “Mean radiant temperature” with the warmer air and leave the warming at 0.</source>
        <translation>Le «&#xa0;réchauffement à ajouter&#xa0;» s’ajoute à la température de l’air et à la température moyenne de rayonnement, à humidité relative égale. Ciel, sol et murs rayonnent alors comme s’ils se réchauffaient autant que l’air, ce qui est une approximation&#xa0;: calculée à nouveau avec un air plus chaud de 4 °C et le même soleil, la température moyenne de rayonnement monte de 3,2 à 4,9 °C. Pour un scénario exact, lancez «&#xa0;Température moyenne de rayonnement&#xa0;» avec l’air plus chaud et laissez le réchauffement à 0.</translation>
    </message>
    <message>
        <source>“{address}” is not a web address. Give one such as https://rudi.rennesmetropole.fr.</source>
        <translation>«&#xa0;{address}&#xa0;» n’est pas une adresse web. Donnez-en une comme https://rudi.rennesmetropole.fr.</translation>
    </message>
    <message>
        <source>“{device}” must name one device of the store, not {count}; use its EUI.</source>
        <translation>«&#xa0;{device}&#xa0;» doit désigner un seul équipement de la base, et non {count}&#xa0;; utilisez son EUI.</translation>
    </message>
    <message>
        <source>“{email}” is not an e-mail address: give that of a contact.</source>
        <translation>«&#xa0;{email}&#xa0;» n’est pas une adresse électronique&#xa0;: donnez celle d’un contact.</translation>
    </message>
    <message>
        <source>“{filter}” is not an MQTT filter: + is one whole level, # all that follow.</source>
        <translation>«&#xa0;{filter}&#xa0;» n’est pas un filtre MQTT&#xa0;: + est un niveau entier, # tous ceux qui suivent.</translation>
    </message>
    <message>
        <source>“{found}” cannot be read as an address: check it, and that it has no space.</source>
        <translation>«&#xa0;{found}&#xa0;» ne peut pas être lu comme une adresse&#xa0;: vérifiez-le, et qu’il n’a pas d’espace.</translation>
    </message>
    <message>
        <source>“{found}” does not have the form expected, that of {example}.</source>
        <translation>«&#xa0;{found}&#xa0;» n’a pas la forme attendue, celle de {example}.</translation>
    </message>
    <message>
        <source>“{found}” is a mark to be replaced by a value before the record is sent.</source>
        <translation>«&#xa0;{found}&#xa0;» est un repère à remplacer par une valeur avant l’envoi de la fiche.</translation>
    </message>
    <message>
        <source>“{found}” is not a date such as 2024-05-31T09:00:00Z: write it so.</source>
        <translation>«&#xa0;{found}&#xa0;» n’est pas une date telle que 2024-05-31T09:00:00Z&#xa0;: écrivez-la ainsi.</translation>
    </message>
    <message>
        <source>“{found}” is not a theme of the list: the portal may refuse it.</source>
        <translation>«&#xa0;{found}&#xa0;» n’est pas un thème de la liste&#xa0;: le portail peut le refuser.</translation>
    </message>
    <message>
        <source>“{found}” is not an address that begins with http:// or https://.</source>
        <translation>«&#xa0;{found}&#xa0;» n’est pas une adresse qui commence par http:// ou https://.</translation>
    </message>
    <message>
        <source>“{found}” is not an e-mail address.</source>
        <translation>«&#xa0;{found}&#xa0;» n’est pas une adresse électronique.</translation>
    </message>
    <message>
        <source>“{found}” is not an identifier of the form 8-4-4-4-12 hexadecimal digits.</source>
        <translation>«&#xa0;{found}&#xa0;» n’est pas un identifiant de la forme 8-4-4-4-12 chiffres hexadécimaux.</translation>
    </message>
    <message>
        <source>“{found}” is not one of the values allowed: {allowed}.</source>
        <translation>«&#xa0;{found}&#xa0;» n’est pas l’une des valeurs permises&#xa0;: {allowed}.</translation>
    </message>
    <message>
        <source>“{found}” is the label of a theme: write its code, {code}.</source>
        <translation>«&#xa0;{found}&#xa0;» est le libellé d’un thème&#xa0;: écrivez son code, {code}.</translation>
    </message>
    <message>
        <source>“{identifier}” is not an identifier.</source>
        <translation>«&#xa0;{identifier}&#xa0;» n’est pas un identifiant.</translation>
    </message>
    <message>
        <source>“{item}” is not a metric and its method; write it like wind_direction=direction, with {methods}.</source>
        <translation>«&#xa0;{item}&#xa0;» n’est pas une mesure suivie de sa méthode&#xa0;; écrivez par exemple wind_direction=direction, avec {methods}.</translation>
    </message>
    <message>
        <source>“{item}” is not a table and its days; write it like raw=30, with {tables}.</source>
        <translation>«&#xa0;{item}&#xa0;» n’est pas une table avec ses jours&#xa0;; écrivez par exemple raw=30, avec l’une de ces tables&#xa0;: {tables}.</translation>
    </message>
    <message>
        <source>“{item}”: the days are not a number.</source>
        <translation>«&#xa0;{item}&#xa0;»&#xa0;: les jours ne sont pas un nombre.</translation>
    </message>
    <message>
        <source>“{key}” of the mapping {file} asks for “{group}” of the topic, which not every pattern names.</source>
        <translation>«&#xa0;{key}&#xa0;» de la correspondance {file} demande «&#xa0;{group}&#xa0;» du sujet, que tous les motifs ne nomment pas.</translation>
    </message>
    <message>
        <source>“{key}” of the mapping {file} is a list of 1 to {most} entries.</source>
        <translation>«&#xa0;{key}&#xa0;» de la correspondance {file} est une liste de 1 à {most} éléments.</translation>
    </message>
    <message>
        <source>“{key}” of the mapping {file} is a list of names and values.</source>
        <translation>«&#xa0;{key}&#xa0;» de la correspondance {file} est une liste de noms et de valeurs.</translation>
    </message>
    <message>
        <source>“{key}” of the mapping {file} is one of path, topic or value, such as {example}.</source>
        <translation>«&#xa0;{key}&#xa0;» de la correspondance {file} est l’un de path, topic ou value, par exemple {example}.</translation>
    </message>
    <message>
        <source>“{kind}” is not a kind of catalogue; take one of {kinds}.</source>
        <translation>«&#xa0;{kind}&#xa0;» n’est pas un type de catalogue&#xa0;; prenez l’un de {kinds}.</translation>
    </message>
    <message>
        <source>“{kind}” is not a kind of event: use one of {known}.</source>
        <translation>«&#xa0;{kind}&#xa0;» n’est pas un type d’événement&#xa0;: utilisez l’un de {known}.</translation>
    </message>
    <message>
        <source>“{label}” must be a number, not {value}; leave it empty if you have none.</source>
        <translation>«&#xa0;{label}&#xa0;» doit être un nombre, et non {value}&#xa0;; laissez-le vide si vous n’en avez pas.</translation>
    </message>
    <message>
        <source>“{language}” is not a language code such as fr or en-GB.</source>
        <translation>«&#xa0;{language}&#xa0;» n’est pas un code de langue tel que fr ou en-GB.</translation>
    </message>
    <message>
        <source>“{name}” announces no dataset at all.</source>
        <translation>«&#xa0;{name}&#xa0;» n’annonce aucun jeu de données.</translation>
    </message>
    <message>
        <source>“{name}” cannot be published: only vector and raster layers can.</source>
        <translation>«&#xa0;{name}&#xa0;» ne peut pas être publiée&#xa0;: seules les couches vecteur et raster peuvent l’être.</translation>
    </message>
    <message>
        <source>“{name}” has no store. Connect to see its devices while they send.</source>
        <translation>«&#xa0;{name}&#xa0;» n’a pas de base. Connectez-vous pour voir ses équipements pendant qu’ils émettent.</translation>
    </message>
    <message>
        <source>“{name}” has no store: nothing is kept, and there are no alarms. Give it one in the settings of the broker to record.</source>
        <translation>«&#xa0;{name}&#xa0;» n’a pas de base&#xa0;: rien n’est conservé, et il n’y a pas d’alarmes. Donnez-lui-en une dans les réglages du courtier pour enregistrer.</translation>
    </message>
    <message>
        <source>“{name}” has {count} layers. Which ones do you want on the map?</source>
        <translation>«&#xa0;{name}&#xa0;» a {count} couches. Lesquelles voulez-vous sur la carte&#xa0;?</translation>
    </message>
    <message>
        <source>“{name}” holds nothing that can be drawn.</source>
        <translation>«&#xa0;{name}&#xa0;» ne contient rien qui puisse être dessiné.</translation>
    </message>
    <message>
        <source>“{name}” is in the list of downloads already.</source>
        <translation>«&#xa0;{name}&#xa0;» est déjà dans la liste des téléchargements.</translation>
    </message>
    <message>
        <source>“{name}” is in this folder already.</source>
        <translation>«&#xa0;{name}&#xa0;» est déjà dans ce dossier.</translation>
    </message>
    <message>
        <source>“{name}” is in {folder}.</source>
        <translation>«&#xa0;{name}&#xa0;» est dans {folder}.</translation>
    </message>
    <message>
        <source>“{name}” is not a format of messages: use auto, {known} or a mapping file.</source>
        <translation>«&#xa0;{name}&#xa0;» n’est pas un format de messages&#xa0;: utilisez auto, {known} ou un fichier de correspondance.</translation>
    </message>
    <message>
        <source>“{name}” is on the map.</source>
        <translation>«&#xa0;{name}&#xa0;» est sur la carte.</translation>
    </message>
    <message>
        <source>“{name}” is outside of what the map shows.</source>
        <translation>«&#xa0;{name}&#xa0;» est en dehors de ce que montre la carte.</translation>
    </message>
    <message>
        <source>“{name}” is {size}. Download it?</source>
        <translation>«&#xa0;{name}&#xa0;» pèse {size}. Le télécharger&#xa0;?</translation>
    </message>
    <message>
        <source>“{name}” of the dataset “{title}” is a service ({format}), not a file: add it to the map instead.</source>
        <translation>«&#xa0;{name}&#xa0;» du jeu de données «&#xa0;{title}&#xa0;» est un service ({format}), non un fichier&#xa0;: ajoutez-le plutôt à la carte.</translation>
    </message>
    <message>
        <source>“{part}” is no metric=quantity, such as t_room=air_temperature.</source>
        <translation>«&#xa0;{part}&#xa0;» n’est pas de la forme grandeur=grandeur, comme t_room=air_temperature.</translation>
    </message>
    <message>
        <source>“{part}” is not a value of the command {command}; write {fields}.</source>
        <translation>«&#xa0;{part}&#xa0;» n’est pas une valeur de la commande {command}&#xa0;; écrivez {fields}.</translation>
    </message>
    <message>
        <source>“{path}” is not a path into a message: write it as /name/name, * for any name.</source>
        <translation>«&#xa0;{path}&#xa0;» n’est pas un chemin dans un message&#xa0;: écrivez-le sous la forme /nom/nom, * pour un nom quelconque.</translation>
    </message>
    <message>
        <source>“{title}” is published.</source>
        <translation>«&#xa0;{title}&#xa0;» est publié.</translation>
    </message>
    <message>
        <source>“{topic}” is not a topic filter of MQTT.</source>
        <translation>«&#xa0;{topic}&#xa0;» n’est pas un filtre de sujets MQTT.</translation>
    </message>
    <message>
        <source>“{url}” is not the address of a file on a node: it begins with http:// or https://.</source>
        <translation>«&#xa0;{url}&#xa0;» n’est pas l’adresse d’un fichier sur un nœud&#xa0;: elle commence par http:// ou https://.</translation>
    </message>
    <message>
        <source>“{value}” is not a choice of {name}: use one of {known}.</source>
        <translation>«&#xa0;{value}&#xa0;» n’est pas un choix de {name}&#xa0;: utilisez l’un de {known}.</translation>
    </message>
    <message>
        <source>“{value}” is not a “{key}” of the mapping {file}: use one of {known}.</source>
        <translation>«&#xa0;{value}&#xa0;» n’est pas une valeur de «&#xa0;{key}&#xa0;» de la correspondance {file}&#xa0;: utilisez l’un de {known}.</translation>
    </message>
</context>
</TS>
