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
        <source> MB</source>
        <translation>&#xa0;Mo</translation>
    </message>
    <message>
        <source> m/s</source>
        <translation>&#xa0;m/s</translation>
    </message>
    <message>
        <source>&amp;About…</source>
        <translation>À p&amp;ropos…</translation>
    </message>
    <message>
        <source>&amp;Add layers…</source>
        <translation>A&amp;jouter des couches…</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>Ann&amp;uler</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copier</translation>
    </message>
    <message>
        <source>&amp;Copy versions</source>
        <translation>&amp;Copier les versions</translation>
    </message>
    <message>
        <source>&amp;Details</source>
        <translation>Déta&amp;ils</translation>
    </message>
    <message>
        <source>&amp;End</source>
        <translation>&amp;Vers</translation>
    </message>
    <message>
        <source>&amp;Find routes</source>
        <translation>&amp;Trouver les parcours</translation>
    </message>
    <message>
        <source>&amp;How to install them</source>
        <translation>Comment l&amp;es installer</translation>
    </message>
    <message>
        <source>&amp;Keep as layer</source>
        <translation>Garder la c&amp;ouche</translation>
    </message>
    <message>
        <source>&amp;Leave</source>
        <translation>&amp;Le</translation>
    </message>
    <message>
        <source>&amp;Maximum detour</source>
        <translation>Détour &amp;maximal</translation>
    </message>
    <message>
        <source>&amp;Retry</source>
        <translation>Réessa&amp;yer</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Paramètres…</translation>
    </message>
    <message>
        <source>&amp;Streets or walking network</source>
        <translation>&amp;Rues ou réseau piéton</translation>
    </message>
    <message>
        <source>&amp;Threads</source>
        <translation>&amp;Fils d’exécution</translation>
    </message>
    <message>
        <source>&amp;Tree canopy height (optional)</source>
        <translation>Hauteur de la &amp;canopée (facultative)</translation>
    </message>
    <message>
        <source>&amp;Weight of the sun</source>
        <translation>&amp;Poids du soleil</translation>
    </message>
    <message>
        <source>, {read:.1f} MB read, {written:.1f} MB written.</source>
        <translation>, {read:.1f}&#xa0;Mo lus, {written:.1f}&#xa0;Mo écrits.</translation>
    </message>
    <message>
        <source>0 on the ground, 1 and above on bridges, negative in tunnels and covered passages.</source>
        <translation>0 au sol, 1 et plus sur les ponts, négatif dans les tunnels et les passages couverts.</translation>
    </message>
    <message>
        <source>1 keeps the axis of streets; 2 makes two sidewalks and needs a width field.</source>
        <translation>1 conserve l’axe des rues&#xa0;; 2 crée deux trottoirs et nécessite un champ de largeur.</translation>
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
        <source>A LiDAR surface needs the terrain model of the same survey; give it too.</source>
        <translation>Un MNS LiDAR nécessite le modèle numérique de terrain du même levé&#xa0;; indiquez-le aussi.</translation>
    </message>
    <message>
        <source>A layer of this search was removed from the project.</source>
        <translation>Une couche de cette recherche a été retirée du projet.</translation>
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
        <source>A scheduler address is given but the package dask.distributed is missing; install it, or leave the address empty to use this machine.</source>
        <translation>Une adresse d’ordonnanceur est indiquée mais le paquet dask.distributed est absent&#xa0;; installez-le, ou laissez l’adresse vide pour utiliser cette machine.</translation>
    </message>
    <message>
        <source>A start or an end farther from the network than this is refused.</source>
        <translation>Un départ ou une arrivée plus éloigné du réseau est refusé.</translation>
    </message>
    <message>
        <source>About City Orchestra</source>
        <translation>À propos de City Orchestra</translation>
    </message>
    <message>
        <source>Add a layer of streets and a surface model to find walks in the shade.</source>
        <translation>Ajoutez une couche de rues et un modèle numérique de surface pour trouver des parcours à l’ombre.</translation>
    </message>
    <message>
        <source>Add the layers of the GeoPackage to the project, styled; without effect in qgis_process.</source>
        <translation>Ajoute au projet les couches du GeoPackage, avec leur style&#xa0;; sans effet dans qgis_process.</translation>
    </message>
    <message>
        <source>Address of a Dask scheduler whose workers see the same files, for example tcp://server:8786; empty to compute on this machine. The result is the same.</source>
        <translation>Adresse d’un ordonnanceur Dask dont les processus de calcul voient les mêmes fichiers, par exemple tcp://server:8786&#xa0;; vide pour calculer sur cette machine. Le résultat est le même.</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Options avancées</translation>
    </message>
    <message>
        <source>All cores</source>
        <translation>Tous les cœurs</translation>
    </message>
    <message>
        <source>All good compromises</source>
        <translation>Tous les bons compromis</translation>
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
        <source>Any line layer: BD TOPO, OpenStreetMap, or the streets of a prepared territory.</source>
        <translation>Toute couche de lignes&#xa0;: BD TOPO, OpenStreetMap, ou les rues d’un territoire préparé.</translation>
    </message>
    <message>
        <source>Any line layer; a network that carries its shade already answers at once.</source>
        <translation>Toute couche de lignes&#xa0;; un réseau qui porte déjà son ombre répond aussitôt.</translation>
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
        <source>Building the walking network…</source>
        <translation>Construction du réseau piéton…</translation>
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
        <source>CRS of the territory</source>
        <translation>SCR du territoire</translation>
    </message>
    <message>
        <source>Cancelled; nothing was changed.</source>
        <translation>Annulé&#xa0;; rien n’a été modifié.</translation>
    </message>
    <message>
        <source>Canopy</source>
        <translation>Canopée</translation>
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
        <source>Cell of the rasters (m)</source>
        <translation>Taille de cellule des rasters (m)</translation>
    </message>
    <message>
        <source>Chart of the routes: length and metres in the sun</source>
        <translation>Graphique des parcours&#xa0;: longueur et mètres au soleil</translation>
    </message>
    <message>
        <source>Choose a layer of streets, or a walking network.</source>
        <translation>Choisissez une couche de rues ou un réseau piéton.</translation>
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
        <source>Choose another time: the clocks of {zone} skip {moment}.</source>
        <translation>Choisissez une autre heure&#xa0;: au changement d’heure, les horloges de {zone} sautent {moment}.</translation>
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
        <source>Columns are recognised for BD TOPO (v3, v2 roads), OpenStreetMap and layers already in the standard. For other layers give a mapping table, of the format of resources/tables/territory_mapping.csv. One layer can serve several roles: the table picks its features.</source>
        <translation>Les colonnes sont reconnues pour la BD TOPO (v3, routes de la v2), OpenStreetMap et les couches déjà au standard. Pour d’autres couches, indiquez une table de correspondance au format de resources/tables/territory_mapping.csv. Une même couche peut tenir plusieurs rôles&#xa0;: la table en choisit les entités.</translation>
    </message>
    <message>
        <source>Command to install the packages</source>
        <translation>Commande d’installation des paquets</translation>
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
        <source>Connected parts</source>
        <translation>Parties connexes</translation>
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
        <source>Cool routes {day} {hour}</source>
        <translation>Parcours fraîcheur {day} {hour}</translation>
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
        <source>Crown base over tree height</source>
        <translation>Rapport entre la base du houppier et la hauteur de l’arbre</translation>
    </message>
    <message>
        <source>Cuts lines where they meet and joins their ends, so that walking routes can be searched. Bridges and tunnels are not joined to what they cross: the level field tells them apart.</source>
        <translation>Coupe les lignes là où elles se rencontrent et relie leurs extrémités, afin que des parcours à pied puissent être cherchés. Les ponts et les tunnels ne sont pas reliés à ce qu’ils croisent&#xa0;: le champ de niveau les distingue.</translation>
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
        <source>Date</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Date and hour</source>
        <translation>Date et heure</translation>
    </message>
    <message>
        <source>Day of departure</source>
        <translation>Jour de départ</translation>
    </message>
    <message>
        <source>Day to compute; 21 June has the highest sun of the year, a heatwave usually comes in July.</source>
        <translation>Jour à calculer&#xa0;; le 21&#xa0;juin a le soleil le plus haut de l’année, les canicules surviennent généralement en juillet.</translation>
    </message>
    <message>
        <source>Demo town</source>
        <translation>Ville de démonstration</translation>
    </message>
    <message>
        <source>Departure</source>
        <translation>Date et heure de départ</translation>
    </message>
    <message>
        <source>Detour
(m)</source>
        <translation>Détour
(m)</translation>
    </message>
    <message>
        <source>Distance between samples (m)</source>
        <translation>Distance entre les points de relevé (m)</translation>
    </message>
    <message>
        <source>Don’t tell again</source>
        <translation>Ne plus afficher</translation>
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
        <source>Each route has its rank by length, its role (shortest, coolest or compromise), its length and its length in the sun in metres, its time and its time in the sun in minutes, and the weight of a sunny metre from which it is the best answer (alpha_eq, empty when no weight makes it so).</source>
        <translation>Chaque parcours a son rang par longueur, son rôle (le plus court, le plus frais ou compromis), sa longueur et sa longueur au soleil en mètres, sa durée et sa durée au soleil en minutes, et le poids d’un mètre au soleil à partir duquel il est la meilleure réponse (alpha_eq, vide si aucun poids n’y conduit).</translation>
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
        <source>End</source>
        <translation>Arrivée</translation>
    </message>
    <message>
        <source>Ends and vertices closer than this are the same place.</source>
        <translation>Les extrémités et les sommets plus proches que cette distance sont un même lieu.</translation>
    </message>
    <message>
        <source>Every layer says in its metadata that it is synthetic: never take a decision on it.</source>
        <translation>Les métadonnées de chaque couche disent qu’elle est synthétique&#xa0;: ne fondez jamais une décision sur elle.</translation>
    </message>
    <message>
        <source>Exact with fast-moving shade</source>
        <translation>Exact même quand l’ombre se déplace vite</translation>
    </message>
    <message>
        <source>Export &amp;GPX…</source>
        <translation>Export &amp;GPX…</translation>
    </message>
    <message>
        <source>Export the route</source>
        <translation>Exporter le parcours</translation>
    </message>
    <message>
        <source>Extent</source>
        <translation>Emprise</translation>
    </message>
    <message>
        <source>Extra length accepted, as a share of the shortest route.</source>
        <translation>Longueur supplémentaire acceptée, en proportion du parcours le plus court.</translation>
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
        <source>Fields written</source>
        <translation>Champs écrits</translation>
    </message>
    <message>
        <source>Find cool walking routes</source>
        <translation>Trouver des parcours à pied au frais</translation>
    </message>
    <message>
        <source>First hour</source>
        <translation>Première heure</translation>
    </message>
    <message>
        <source>From &lt;b&gt;{short} m&lt;/b&gt; with {most} m in the sun, to &lt;b&gt;{long} m&lt;/b&gt; with {least} m.</source>
        <translation>De &lt;b&gt;{short}&#xa0;m&lt;/b&gt;, dont {most}&#xa0;m au soleil, à &lt;b&gt;{long}&#xa0;m&lt;/b&gt;, dont {least}&#xa0;m.</translation>
    </message>
    <message>
        <source>GPX tracks (*.gpx)</source>
        <translation>Traces GPX (*.gpx)</translation>
    </message>
    <message>
        <source>Gaps</source>
        <translation>Lacunes</translation>
    </message>
    <message>
        <source>GeoPackage with every standard layer, empty ones too, and a table of sources, licences and gaps.</source>
        <translation>GeoPackage avec toutes les couches standard, même vides, et une table des sources, des licences et des manques.</translation>
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
        <source>GeoTIFF of two bands: hours of direct sun, and share of the daylight in shade (%).</source>
        <translation>GeoTIFF à deux bandes&#xa0;: heures de soleil direct, et part de la journée à l’ombre (%).</translation>
    </message>
    <message>
        <source>GeoTIFF of whole percents, 0 in shade to 100 in the sun, 255 where there is no data.</source>
        <translation>GeoTIFF en pourcentages entiers&#xa0;: 0 à l’ombre, 100 au soleil, 255 sans donnée.</translation>
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
        <source>Give at least one layer, for example the buildings and the streets.</source>
        <translation>Indiquez au moins une couche, par exemple les bâtiments et les rues.</translation>
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
        <source>Guide of City Orchestra</source>
        <translation>Guide de City Orchestra</translation>
    </message>
    <message>
        <source>Heat</source>
        <translation>Chaleur</translation>
    </message>
    <message>
        <source>Height above the surface at which the sun is looked at: 0 for the ground, 1.1 for a body.</source>
        <translation>Hauteur au-dessus de la surface à laquelle le soleil est observé&#xa0;: 0 pour le sol, 1,1 pour un corps humain.</translation>
    </message>
    <message>
        <source>Height at which crowns begin, as a share of the height of the tree.</source>
        <translation>Hauteur à laquelle commencent les houppiers, en proportion de la hauteur de l’arbre.</translation>
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
        <source>Heights that are not measured are set by rule (altitude of the roof, storeys, neighbours, default by use) and flagged feature by feature in height_source. Nothing is dropped silently: the report counts what was left out, repaired or not understood.</source>
        <translation>Les hauteurs qui ne sont pas mesurées sont fixées par règle (altitude du toit, étages, voisins, valeur par défaut selon l’usage) et signalées entité par entité dans height_source. Rien n’est écarté en silence&#xa0;: le rapport compte ce qui a été écarté, réparé ou non compris.</translation>
    </message>
    <message>
        <source>Holes of the surface model are filled with the terrain model where it is given; elsewhere they stay without data and cast no shadow. When the sun is below the horizon everything is in shade.</source>
        <translation>Les trous du modèle numérique de surface sont comblés par le modèle numérique de terrain s’il est indiqué&#xa0;; sinon, ils restent sans donnée et ne projettent aucune ombre. Quand le soleil est sous l’horizon, tout est à l’ombre.</translation>
    </message>
    <message>
        <source>Hour of departure</source>
        <translation>Heure de départ</translation>
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
        <source>How many metres in the shade one metre in the sun is worth; 1 ignores the sun.</source>
        <translation>Combien de mètres à l’ombre vaut un mètre au soleil&#xa0;; 1 ne tient pas compte du soleil.</translation>
    </message>
    <message>
        <source>How many metres in the shade one metre in the sun is worth; among the routes found, the one that suits it is chosen.</source>
        <translation>Combien de mètres à l’ombre vaut un mètre au soleil&#xa0;; parmi les parcours trouvés, celui qui y correspond est choisi.</translation>
    </message>
    <message>
        <source>How much longer than the shortest route a cooler one may be.</source>
        <translation>De combien un parcours plus frais peut être plus long que le plus court.</translation>
    </message>
    <message>
        <source>How to install them</source>
        <translation>Comment les installer</translation>
    </message>
    <message>
        <source>How {field} is known</source>
        <translation>Origine de {field}</translation>
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
        <source>Join lines that cross without a common point</source>
        <translation>Relier les lignes qui se croisent sans point commun</translation>
    </message>
    <message>
        <source>Joins street and path lines into a network that routes can follow.</source>
        <translation>Assemble les lignes des rues et des chemins en un réseau que les parcours peuvent suivre.</translation>
    </message>
    <message>
        <source>Kept on the map as “{name}”. It is a temporary layer: export it to keep it for good.</source>
        <translation>Conservés sur la carte sous le nom «&#xa0;{name}&#xa0;». C’est une couche temporaire&#xa0;: exportez-la pour la garder définitivement.</translation>
    </message>
    <message>
        <source>Kind of layers</source>
        <translation>Type des couches</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>Dernière heure</translation>
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
        <source>Layer whose centre is the place, and whose grid the azimuth refers to.</source>
        <translation>Couche dont le centre est le lieu, et au quadrillage de laquelle l’azimut se rapporte.</translation>
    </message>
    <message>
        <source>Leave these routes on the map; the next search gets a new layer</source>
        <translation>Laisser ces parcours sur la carte&#xa0;; la recherche suivante aura une nouvelle couche</translation>
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
        <source>Length in the sun of the coolest route (m)</source>
        <translation>Longueur au soleil du parcours le plus frais (m)</translation>
    </message>
    <message>
        <source>Length in the sun of the shortest route (m)</source>
        <translation>Longueur au soleil du parcours le plus court (m)</translation>
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
        <source>Light through crowns (0 to 1)</source>
        <translation>Lumière traversant les houppiers (0 à 1)</translation>
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
        <source>Local date and hour in the time zone below; summer time is taken into account.</source>
        <translation>Date et heure locales dans le fuseau horaire ci-dessous&#xa0;; l’heure d’été est prise en compte.</translation>
    </message>
    <message>
        <source>Local date and hour of departure, in the time zone below.</source>
        <translation>Date et heure locales de départ, dans le fuseau horaire ci-dessous.</translation>
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
        <source>Longest detour (%)</source>
        <translation>Détour maximal (%)</translation>
    </message>
    <message>
        <source>Longest shadow (m)</source>
        <translation>Distance maximale des ombres (m)</translation>
    </message>
    <message>
        <source>Longest way to the network (m)</source>
        <translation>Distance maximale au réseau (m)</translation>
    </message>
    <message>
        <source>M&amp;emory for tiles</source>
        <translation>Mémoir&amp;e pour les tuiles</translation>
    </message>
    <message>
        <source>Made by the 17 partners of the City Orchestra programme around Rennes. Free software under the GNU General Public License, version 2 or later.&lt;br&gt;&lt;a href=&quot;{guide}&quot;&gt;User guide&lt;/a&gt;   &lt;a href=&quot;{issues}&quot;&gt;Tell of a defect&lt;/a&gt;</source>
        <translation>Réalisé par les 17 partenaires du programme City Orchestra autour de Rennes. Logiciel libre sous licence publique générale GNU, version 2 ou ultérieure.&lt;br&gt;&lt;a href=&quot;{guide}&quot;&gt;Guide d’utilisation&lt;/a&gt;   &lt;a href=&quot;{issues}&quot;&gt;Signaler un défaut&lt;/a&gt;</translation>
    </message>
    <message>
        <source>Makes a plausible French town that does not exist, about 2 by 2 km in Lambert-93: terrain with a river valley, streets, buildings, trees, parks, water, street equipment, named places, population and zones, in the standard schema, with terrain, surface and canopy rasters.</source>
        <translation>Crée une ville française plausible mais qui n’existe pas, d’environ 2&#xa0;km sur 2 en Lambert-93&#xa0;: relief avec une vallée, rues, bâtiments, arbres, parcs, eau, mobilier urbain, lieux nommés, population et zones, dans le schéma standard, avec les rasters de terrain, de surface et de canopée.</translation>
    </message>
    <message>
        <source>Makes a raster of the share of the direct sun that reaches each cell at one instant: 100 in full sun, 0 in the shade of a building or of the terrain, in between under trees. Roofs are part of the surface: their own sun is given.</source>
        <translation>Crée un raster de la part du soleil direct qui atteint chaque cellule à un instant&#xa0;: 100 en plein soleil, 0 à l’ombre d’un bâtiment ou du relief, entre les deux sous les arbres. Les toits font partie de la surface&#xa0;: c’est leur propre ensoleillement qui est donné.</translation>
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
        <source>Makes one GeoPackage with the standard layers (buildings, streets, trees, vegetation, water...), and the terrain, surface and canopy rasters that shade needs. Give the layers you have: the others are written empty and named in the report.</source>
        <translation>Crée un GeoPackage avec les couches standard (bâtiments, rues, arbres, végétation, eau…), ainsi que les rasters de terrain, de surface et de canopée nécessaires au calcul de l’ombre. Indiquez les couches dont vous disposez&#xa0;: les autres sont écrites vides et citées dans le rapport.</translation>
    </message>
    <message>
        <source>Makes the standard layers that every other algorithm reads, from BD TOPO, OpenStreetMap or others.</source>
        <translation>Crée les couches standard que lisent tous les autres algorithmes, à partir de la BD TOPO, d’OpenStreetMap ou d’autres sources.</translation>
    </message>
    <message>
        <source>Mapping table</source>
        <translation>Table de correspondance</translation>
    </message>
    <message>
        <source>Mean share of shade, by length (%)</source>
        <translation>Part moyenne d’ombre, pondérée par la longueur (%)</translation>
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
        <source>Method: Meeus, Astronomical Algorithms, as published by NOAA; within 0.01 degree of the NREL Solar Position Algorithm (Reda and Andreas, 2004).</source>
        <translation>Méthode&#xa0;: Meeus, Astronomical Algorithms, telle que publiée par la NOAA&#xa0;; à moins de 0,01&#xa0;degré du Solar Position Algorithm du NREL (Reda et Andreas, 2004).</translation>
    </message>
    <message>
        <source>Method: sweep along digital lines from the sun, with true north corrected for the convergence of the meridians. An edge of a shadow is right within one cell. Crowns let a share of the sun through, by season (Konarska et al., 2014).</source>
        <translation>Méthode&#xa0;: balayage le long de lignes discrètes venant du soleil, le nord géographique étant corrigé de la convergence des méridiens. Le bord d’une ombre est exact à une cellule près. Les houppiers laissent passer une part du soleil, selon la saison (Konarska et al., 2014).</translation>
    </message>
    <message>
        <source>Method: time-dependent search on two criteria (Martins, 1984). Walking speed follows the slope (Tobler, 1993).</source>
        <translation>Méthode&#xa0;: recherche à deux critères dépendant du temps (Martins, 1984). La vitesse de marche suit la pente (Tobler, 1993).</translation>
    </message>
    <message>
        <source>Metres in the shade that one would walk to avoid one in the sun, used when a single route is asked: 1 is the shortest route; 2 to 5 suit a warm to a very hot day.</source>
        <translation>Mètres à l’ombre que l’on accepterait de marcher pour en éviter un au soleil, utilisés quand un seul parcours est demandé&#xa0;: 1 est le parcours le plus court&#xa0;; 2 à 5 conviennent à une journée chaude à très chaude.</translation>
    </message>
    <message>
        <source>Metres in the sun</source>
        <translation>Mètres au soleil</translation>
    </message>
    <message>
        <source>Metric CRS to write; empty takes that of the terrain model or of the first layer if metric.</source>
        <translation>SCR métrique à écrire&#xa0;; vide prend celui du modèle numérique de terrain, ou de la première couche s’il est métrique.</translation>
    </message>
    <message>
        <source>Minutes between two instants; 15 is fine enough for walking.</source>
        <translation>Minutes entre deux instants&#xa0;; 15 est assez fin pour la marche.</translation>
    </message>
    <message>
        <source>Most routes given (0: all)</source>
        <translation>Nombre maximal de parcours (0&#xa0;: tous)</translation>
    </message>
    <message>
        <source>Network with shade</source>
        <translation>Réseau avec ombre</translation>
    </message>
    <message>
        <source>No edge has a sun profile; compute the shade on the network first.</source>
        <translation>Aucun arc n’a de profil de soleil&#xa0;; calculez d’abord l’ombre sur le réseau.</translation>
    </message>
    <message>
        <source>No edge of the network has a sun profile; check that it lies on the surface model.</source>
        <translation>Aucun arc du réseau n’a de profil de soleil&#xa0;; vérifiez que le réseau se trouve sur le modèle numérique de surface.</translation>
    </message>
    <message>
        <source>No feature was kept from the layers given; look at the mapping and the extent.</source>
        <translation>Aucune entité des couches indiquées n’a été conservée&#xa0;; vérifiez la table de correspondance et l’emprise.</translation>
    </message>
    <message>
        <source>No route joins these points within a detour of {detour} %. Allow a longer detour, or move the points nearer to the network.</source>
        <translation>Aucun parcours ne relie ces points avec un détour d’au plus {detour}&#xa0;%. Autorisez un détour plus long, ou rapprochez les points du réseau.</translation>
    </message>
    <message>
        <source>No walk meets the sun at that hour.</source>
        <translation>À cette heure, aucun parcours ne passe au soleil.</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>N°</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>Nœuds</translation>
    </message>
    <message>
        <source>Nodes of the walking network</source>
        <translation>Nœuds du réseau piéton</translation>
    </message>
    <message>
        <source>Not before the next version of the plugin.</source>
        <translation>Pas avant la prochaine version de l’extension.</translation>
    </message>
    <message>
        <source>Number from which the town is drawn.</source>
        <translation>Nombre à partir duquel la ville est générée.</translation>
    </message>
    <message>
        <source>One line per route, from the shortest to the coolest.</source>
        <translation>Une ligne par parcours, du plus court au plus frais.</translation>
    </message>
    <message>
        <source>Only features that meet it are kept; empty takes everything.</source>
        <translation>Seules les entités qui l’intersectent sont conservées&#xa0;; vide prend tout.</translation>
    </message>
    <message>
        <source>Open QGIS’s message log</source>
        <translation>Ouvrir le journal des messages de QGIS</translation>
    </message>
    <message>
        <source>Open the &amp;guide</source>
        <translation>Ouvrir le &amp;guide</translation>
    </message>
    <message>
        <source>Open the layers on the map</source>
        <translation>Ouvrir les couches sur la carte</translation>
    </message>
    <message>
        <source>Output of the algorithm that computes shade on a walking network.</source>
        <translation>Sortie de l’algorithme «&#xa0;Ombre sur le réseau&#xa0;».</translation>
    </message>
    <message>
        <source>Page that says where each layer comes from, what was left out and what was set by rule.</source>
        <translation>Page qui dit d’où vient chaque couche, ce qui a été écarté et ce qui a été fixé par règle.</translation>
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
        <source>Point at which to compute; leave empty to take the centre of the layer.</source>
        <translation>Point où calculer&#xa0;; laissez vide pour prendre le centre de la couche.</translation>
    </message>
    <message>
        <source>Points where edges meet, with the number of edges and the connected part.</source>
        <translation>Points où les arcs se rejoignent, avec le nombre d’arcs et la partie connexe.</translation>
    </message>
    <message>
        <source>Population</source>
        <translation>Population</translation>
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
        <source>Progress</source>
        <translation>Progression</translation>
    </message>
    <message>
        <source>Python packages of City Orchestra</source>
        <translation>Paquets Python de City Orchestra</translation>
    </message>
    <message>
        <source>Rank: 1 is the shortest; each next one is longer and cooler.</source>
        <translation>Rang&#xa0;: 1 est le plus court&#xa0;; chaque suivant est plus long et plus frais.</translation>
    </message>
    <message>
        <source>Raster of heights with buildings, without trees (m); it casts the shadows.</source>
        <translation>Raster des altitudes avec les bâtiments, sans les arbres (m)&#xa0;; il projette les ombres.</translation>
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
        <source>Report</source>
        <translation>Rapport</translation>
    </message>
    <message>
        <source>Restore &amp;defaults</source>
        <translation>&amp;Rétablir les valeurs par défaut</translation>
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
        <source>Routes found</source>
        <translation>Parcours trouvés</translation>
    </message>
    <message>
        <source>Routes need Python packages that are missing: {packages}.</source>
        <translation>Les parcours nécessitent des paquets Python absents&#xa0;: {packages}.</translation>
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
        <source>S&amp;urface model (buildings and terrain)</source>
        <translation>Modèle numérique de &amp;surface (bâtiments et terrain)</translation>
    </message>
    <message>
        <source>Save the mapping table {name} in UTF-8.</source>
        <translation>Enregistrez la table de correspondance {name} en UTF-8.</translation>
    </message>
    <message>
        <source>Search the shortest and the cooler routes (F5)</source>
        <translation>Chercher le parcours le plus court et les plus frais (F5)</translation>
    </message>
    <message>
        <source>Searches all walks between two places of which none is both longer and sunnier than another. The shade moves while one walks: the sun of each street is that of the minutes spent in it.</source>
        <translation>Cherche tous les parcours à pied entre deux lieux dont aucun n’est à la fois plus long et plus ensoleillé qu’un autre. L’ombre se déplace pendant la marche&#xa0;: le soleil de chaque rue est celui des minutes qu’on y passe.</translation>
    </message>
    <message>
        <source>Searching the routes…</source>
        <translation>Recherche des parcours…</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Graine aléatoire</translation>
    </message>
    <message>
        <source>Settings of City Orchestra</source>
        <translation>Paramètres de City Orchestra</translation>
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
        <source>Share of direct sun (%)</source>
        <translation>Part du soleil direct (%)</translation>
    </message>
    <message>
        <source>Share of the direct sun that crosses a crown; empty follows the season: 0.03 in leaf (10 April to 27 October), 0.5 otherwise.</source>
        <translation>Part du soleil direct qui traverse un houppier&#xa0;; vide suit la saison&#xa0;: 0,03 en feuilles (du 10&#xa0;avril au 27&#xa0;octobre), 0,5 sinon.</translation>
    </message>
    <message>
        <source>Share of the length in the largest part (%)</source>
        <translation>Part de la longueur dans la plus grande partie connexe (%)</translation>
    </message>
    <message>
        <source>Shortest: {length:.0f} m, of which {sun:.0f} m in the sun.</source>
        <translation>Le plus court&#xa0;: {length:.0f}&#xa0;m, dont {sun:.0f}&#xa0;m au soleil.</translation>
    </message>
    <message>
        <source>Show the values the plugin comes with; nothing is stored before OK.</source>
        <translation>Afficher les valeurs d’origine de l’extension&#xa0;; rien n’est enregistré avant OK.</translation>
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
        <source>Source</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>Spent: {wall:.1f} s, {cpu:.1f} processor seconds, {memory:.0f} MB at most</source>
        <translation>Coût&#xa0;: {wall:.1f}&#xa0;s, {cpu:.1f}&#xa0;s de processeur, {memory:.0f}&#xa0;Mo au plus</translation>
    </message>
    <message>
        <source>St&amp;art</source>
        <translation>&amp;De</translation>
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
        <source>Step (minutes)</source>
        <translation>Pas (minutes)</translation>
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
        <source>Street equipment</source>
        <translation>Mobilier urbain</translation>
    </message>
    <message>
        <source>Streets</source>
        <translation>Rues</translation>
    </message>
    <message>
        <source>Streets and paths</source>
        <translation>Rues et chemins</translation>
    </message>
    <message>
        <source>Sun
(m)</source>
        <translation>Soleil
(m)</translation>
    </message>
    <message>
        <source>Sun position</source>
        <translation>Position du soleil</translation>
    </message>
    <message>
        <source>Sun: elevation {elevation:.1f} degrees, azimuth {azimuth:.1f} from grid north.</source>
        <translation>Soleil&#xa0;: hauteur {elevation:.1f}&#xa0;degrés, azimut {azimuth:.1f} depuis le nord du quadrillage.</translation>
    </message>
    <message>
        <source>Surface</source>
        <translation>Surface</translation>
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
        <source>Swap start and end</source>
        <translation>Échanger le départ et l’arrivée</translation>
    </message>
    <message>
        <source>Synthetic data made by City Orchestra: this place does not exist.</source>
        <translation>Données synthétiques créées par City Orchestra&#xa0;: ce lieu n’existe pas.</translation>
    </message>
    <message>
        <source>Table with one row per instant: UTC and local time, azimuth, elevation and grid azimuth in degrees.</source>
        <translation>Table d’une ligne par instant&#xa0;: heure UTC et heure locale, azimut, hauteur et azimut de grille en degrés.</translation>
    </message>
    <message>
        <source>Te&amp;rrain model (optional)</source>
        <translation>Modèle &amp;numérique de terrain (facultatif)</translation>
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
        <source>The CRS {crs} is not in metres; choose one such as Lambert-93 (EPSG:2154), or leave it empty.</source>
        <translation>Le SCR {crs} n’est pas en mètres&#xa0;; choisissez-en un tel que Lambert-93 (EPSG:2154), ou laissez-le vide.</translation>
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
        <source>The algorithm stopped without saying why; the details are in QGIS’s message log.</source>
        <translation>L’algorithme s’est arrêté sans dire pourquoi&#xa0;; consultez les détails dans le journal des messages de QGIS.</translation>
    </message>
    <message>
        <source>The algorithm {id} is not there; reload the plugin City Orchestra.</source>
        <translation>L’algorithme {id} est introuvable&#xa0;; rechargez l’extension City Orchestra.</translation>
    </message>
    <message>
        <source>The azimuth is given clockwise from true north and from the north of the grid of the map, which differ by the convergence of the meridians (3.4 degrees in Rennes in Lambert-93). The elevation includes the refraction of a standard atmosphere.</source>
        <translation>L’azimut est donné dans le sens des aiguilles d’une montre depuis le nord géographique et depuis le nord du quadrillage de la carte, qui diffèrent de la convergence des méridiens (3,4&#xa0;degrés à Rennes en Lambert-93). La hauteur comprend la réfraction d’une atmosphère standard.</translation>
    </message>
    <message>
        <source>The best one for whom a metre in the sun is worth {alpha} in the shade.</source>
        <translation>Le meilleur pour qui un mètre au soleil en vaut {alpha} à l’ombre.</translation>
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
        <source>The choices changed since these routes were found; find routes again.</source>
        <translation>Les choix ont changé depuis que ces parcours ont été trouvés&#xa0;; relancez la recherche.</translation>
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
        <source>The coordinates do not fit the coordinate reference system {crs}; check the layer&apos;s CRS.</source>
        <translation>Les coordonnées ne correspondent pas au système de coordonnées de référence {crs}&#xa0;; vérifiez le SCR de la couche.</translation>
    </message>
    <message>
        <source>The end cannot be read; type it like 352100, 6789300.</source>
        <translation>L’arrivée ne peut pas être lue&#xa0;; saisissez-la sous la forme 352100, 6789300.</translation>
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
        <source>The extent is empty; choose an extent that covers the territory.</source>
        <translation>L’emprise est vide&#xa0;; choisissez une emprise qui couvre le territoire.</translation>
    </message>
    <message>
        <source>The field sun_profile holds the whole day as compact text, which the route search reads; with columns, one field per instant (sun_1500 for 15:00) holds the share of sun between 0 and 1, for maps. The field shade_mean is the mean share of shade in percent while the sun is up.</source>
        <translation>Le champ sun_profile contient toute la journée sous forme de texte compact, que lit la recherche de parcours&#xa0;; avec columns, un champ par instant (sun_1500 pour 15:00) contient la part de soleil entre 0 et 1, pour les cartes. Le champ shade_mean est la part moyenne d’ombre, en pourcentage, tant que le soleil est levé.</translation>
    </message>
    <message>
        <source>The first line of the mapping table {name} must be: {columns}.</source>
        <translation>La première ligne de la table de correspondance {name} doit être&#xa0;: {columns}.</translation>
    </message>
    <message>
        <source>The grid must have square cells and point north; resample the raster first.</source>
        <translation>La grille doit avoir des cellules carrées et être orientée au nord&#xa0;; rééchantillonnez d’abord le raster.</translation>
    </message>
    <message>
        <source>The hours have no time zone; give one, for example Europe/Paris.</source>
        <translation>Les heures n’ont pas de fuseau horaire&#xa0;; indiquez-en un, par exemple Europe/Paris.</translation>
    </message>
    <message>
        <source>The last hour {last} comes before the first hour {first}; exchange them.</source>
        <translation>La dernière heure {last} précède la première heure {first}&#xa0;; échangez-les.</translation>
    </message>
    <message>
        <source>The layer could not be opened; choose another one.</source>
        <translation>La couche n’a pas pu être ouverte&#xa0;; choisissez-en une autre.</translation>
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
        <source>The layer has no field called {field}; choose another one.</source>
        <translation>La couche n’a pas de champ nommé {field}&#xa0;; choisissez-en un autre.</translation>
    </message>
    <message>
        <source>The layer is not a walking network (no field {fields}); make one with the walking network algorithm.</source>
        <translation>La couche n’est pas un réseau piéton (champs absents&#xa0;: {fields})&#xa0;; créez-en un avec l’algorithme «&#xa0;Réseau piéton&#xa0;».</translation>
    </message>
    <message>
        <source>The memory limit of {limit} MB is too small for this run; allow more memory, or reduce the maximum distance.</source>
        <translation>La limite de mémoire de {limit}&#xa0;Mo est trop basse pour cette exécution&#xa0;; autorisez plus de mémoire, ou réduisez la distance maximale.</translation>
    </message>
    <message>
        <source>The network comes from the algorithm that computes shade on a network. Where an edge has no profile it counts as in full sun; outside the hours computed it counts as night.</source>
        <translation>Le réseau provient de l’algorithme «&#xa0;Ombre sur le réseau&#xa0;». Un arc sans profil compte comme en plein soleil&#xa0;; en dehors des heures calculées, il compte comme de nuit.</translation>
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
        <source>The network with its shade; routes are searched on it.</source>
        <translation>Le réseau avec son ombre&#xa0;; les parcours sont cherchés dessus.</translation>
    </message>
    <message>
        <source>The output raster {path} must be a GeoTIFF; give a name ending in .tif.</source>
        <translation>Le raster de sortie {path} doit être un GeoTIFF&#xa0;; indiquez un nom qui se termine par .tif.</translation>
    </message>
    <message>
        <source>The output {path} is the file of the input {name}; give another name.</source>
        <translation>La sortie {path} est le fichier de l’entrée {name}&#xa0;; indiquez un autre nom.</translation>
    </message>
    <message>
        <source>The point has no coordinate reference system; write it like -1.68,48.11 [EPSG:4326].</source>
        <translation>Le point n’a pas de système de coordonnées de référence&#xa0;; écrivez-le sous la forme -1.68,48.11 [EPSG:4326].</translation>
    </message>
    <message>
        <source>The provenance of {layer} could not be stored with it.</source>
        <translation>La provenance de {layer} n’a pas pu être enregistrée avec la couche.</translation>
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
        <source>The route cannot be turned into longitudes and latitudes; check the CRS of the network.</source>
        <translation>Le parcours ne peut pas être converti en longitudes et latitudes&#xa0;; vérifiez le SCR du réseau.</translation>
    </message>
    <message>
        <source>The same seed gives the same town to the last bit; another seed gives another town.</source>
        <translation>La même graine donne la même ville au bit près&#xa0;; une autre graine donne une autre ville.</translation>
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
        <source>The share of each street in the sun, every quarter of an hour of a day.</source>
        <translation>La part de chaque rue au soleil, tous les quarts d’heure d’une journée.</translation>
    </message>
    <message>
        <source>The shortest route is also the coolest: &lt;b&gt;{length} m&lt;/b&gt;, {sun} m in the sun.</source>
        <translation>Le parcours le plus court est aussi le plus frais&#xa0;: &lt;b&gt;{length}&#xa0;m&lt;/b&gt;, dont {sun}&#xa0;m au soleil.</translation>
    </message>
    <message>
        <source>The shortest, the coolest and the best walks between the two, at a given hour.</source>
        <translation>Le parcours à pied le plus court, le plus frais et les meilleurs compromis entre les deux, à une heure donnée.</translation>
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
        <source>The sun is below the horizon during all these hours.</source>
        <translation>Le soleil est sous l’horizon pendant toutes ces heures.</translation>
    </message>
    <message>
        <source>The sun is below the horizon on {moment}: everything is in shade.</source>
        <translation>Le soleil est sous l’horizon le {moment}&#xa0;: tout est à l’ombre.</translation>
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
        <source>The surface model {name} has no data; choose another one.</source>
        <translation>Le modèle numérique de surface {name} ne contient aucune donnée&#xa0;; choisissez-en un autre.</translation>
    </message>
    <message>
        <source>The table {name} gives {value} to {layer} {field}, which needs a number.</source>
        <translation>La table {name} donne {value} à {layer} {field}, qui attend un nombre&#xa0;; corrigez-la.</translation>
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
        <source>The time zone {zone} is not known; use a name such as Europe/Paris.</source>
        <translation>Le fuseau horaire {zone} est inconnu&#xa0;; utilisez un nom tel que Europe/Paris.</translation>
    </message>
    <message>
        <source>The time {value} has no time zone; give one, such as Europe/Paris.</source>
        <translation>L’heure {value} n’a pas de fuseau horaire&#xa0;; indiquez-en un, tel que Europe/Paris.</translation>
    </message>
    <message>
        <source>The walking network has no edge to walk on.</source>
        <translation>Le réseau piéton n’a aucun arc où marcher&#xa0;; vérifiez la couche.</translation>
    </message>
    <message>
        <source>Then reload the plugin: untick and tick City Orchestra in the list of plugins. Nothing is installed by the plugin itself.</source>
        <translation>Rechargez ensuite l’extension&#xa0;: décochez puis cochez City Orchestra dans la liste des extensions. L’extension elle-même n’installe rien.</translation>
    </message>
    <message>
        <source>There are too many routes to compare between these places (more than {limit} partial routes); reduce the greatest detour or choose places closer to each other.</source>
        <translation>Il y a trop de parcours à comparer entre ces lieux (plus de {limit} parcours partiels)&#xa0;; réduisez le détour maximal ou choisissez des lieux plus proches l’un de l’autre.</translation>
    </message>
    <message>
        <source>There is no walking route between the start and the end: they lie on parts of the network that do not touch; check the network around them or choose other places.</source>
        <translation>Il n’y a pas de parcours à pied entre le départ et l’arrivée&#xa0;: ils se trouvent sur des parties du réseau qui ne se touchent pas&#xa0;; vérifiez le réseau autour d’eux ou choisissez d’autres lieux.</translation>
    </message>
    <message>
        <source>These packages are missing: &lt;b&gt;{packages}&lt;/b&gt;.</source>
        <translation>Ces paquets sont absents&#xa0;: &lt;b&gt;{packages}&lt;/b&gt;.</translation>
    </message>
    <message>
        <source>These values are proposed by the panels; a result depends only on what the panel shows.</source>
        <translation>Les panneaux proposent ces valeurs&#xa0;; un résultat ne dépend que de ce que le panneau affiche.</translation>
    </message>
    <message>
        <source>This algorithm needs Python packages that are missing: {packages}. Install them with the QPIP plugin, or with pip in the Python of QGIS, then reload the plugin.</source>
        <translation>Cet algorithme nécessite des paquets Python absents&#xa0;: {packages}. Installez-les avec l’extension QPIP, ou avec pip dans le Python de QGIS, puis rechargez l’extension.</translation>
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
        <source>Threads (0: all cores)</source>
        <translation>Fils d’exécution (0&#xa0;: tous les cœurs)</translation>
    </message>
    <message>
        <source>Threads on this machine; the result does not depend on it.</source>
        <translation>Fils d’exécution sur cette machine&#xa0;; le résultat n’en dépend pas.</translation>
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
        <source>Time zone</source>
        <translation>Fuseau horaire</translation>
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
        <source>Two outputs have the name {path}; give each its own.</source>
        <translation>Deux sorties ont le nom {path}&#xa0;; donnez à chacune le sien.</translation>
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
        <source>Use a projected coordinate system in metres: {crs} is not one.</source>
        <translation>Utilisez un système de coordonnées projeté en mètres&#xa0;: {crs} n’en est pas un.</translation>
    </message>
    <message>
        <source>Used when there is no terrain model, whose cells are taken otherwise.</source>
        <translation>Utilisée en l’absence de modèle numérique de terrain, dont les cellules sont prises dans le cas contraire.</translation>
    </message>
    <message>
        <source>Values of {field} that the mapping does not know</source>
        <translation>Valeurs de {field} inconnues de la table de correspondance</translation>
    </message>
    <message>
        <source>Vegetation</source>
        <translation>Végétation</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versions</translation>
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
        <source>Walking network</source>
        <translation>Réseau piéton</translation>
    </message>
    <message>
        <source>Walking s&amp;peed</source>
        <translation>Vitesse de m&amp;arche</translation>
    </message>
    <message>
        <source>Walking speed on the flat (m/s)</source>
        <translation>Vitesse de marche à plat (m/s)</translation>
    </message>
    <message>
        <source>Walking time at the chosen speed</source>
        <translation>Durée de marche à la vitesse choisie</translation>
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
        <source>Weight of a metre in the sun</source>
        <translation>Poids d’un mètre au soleil</translation>
    </message>
    <message>
        <source>What casts shadow from farther than this is ignored; long shadows of a low sun cost time.</source>
        <translation>Ce qui projette une ombre depuis plus loin est ignoré&#xa0;; les longues ombres d’un soleil bas coûtent du temps.</translation>
    </message>
    <message>
        <source>When off, only the route that is best for the weight of a sunny metre is given.</source>
        <translation>Si cette case est décochée, seul le meilleur parcours pour le poids d’un mètre au soleil est donné.</translation>
    </message>
    <message>
        <source>When there are more, the shortest, the coolest and the most different ones are kept.</source>
        <translation>S’il y en a davantage, le plus court, le plus frais et les plus différents sont conservés.</translation>
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
        <source>Width of the carriageway; empty or 0 is a path. Needed for two sides.</source>
        <translation>Largeur de la chaussée&#xa0;; vide ou 0 désigne un chemin. Nécessaire pour les deux côtés.</translation>
    </message>
    <message>
        <source>With two sides, each street that has a carriageway width becomes a left and a right sidewalk, half the width plus 1 m from the axis, linked by crossings at junctions.</source>
        <translation>Avec deux côtés, chaque rue qui a une largeur de chaussée devient un trottoir gauche et un trottoir droit, à la moitié de la largeur plus 1&#xa0;m de l’axe, reliés par des traversées aux intersections.</translation>
    </message>
    <message>
        <source>Write the chosen route as a GPX track</source>
        <translation>Écrire le parcours choisi sous forme de trace GPX</translation>
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
        <source>Written: {file}</source>
        <translation>Fichier écrit&#xa0;: {file}</translation>
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
        <source>Zoom to the routes</source>
        <translation>Zoomer sur les parcours</translation>
    </message>
    <message>
        <source>auto recognises each layer by its columns; custom uses only your mapping table and standard names.</source>
        <translation>auto reconnaît chaque couche à ses colonnes&#xa0;; custom n’utilise que votre table de correspondance et les noms standard.</translation>
    </message>
    <message>
        <source>flat ground at 0 m: no terrain model was given</source>
        <translation>sol plat à 0&#xa0;m&#xa0;: aucun modèle numérique de terrain n’a été indiqué</translation>
    </message>
    <message>
        <source>installed</source>
        <translation>installé</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>absent</translation>
    </message>
    <message>
        <source>no feature was kept</source>
        <translation>aucune entité n’a été conservée</translation>
    </message>
    <message>
        <source>no layer was given</source>
        <translation>aucune couche n’a été indiquée</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>non précisée</translation>
    </message>
    <message>
        <source>profile writes the compact text that routes need; columns one field per instant; both writes both.</source>
        <translation>profile écrit le texte compact dont les parcours ont besoin&#xa0;; columns, un champ par instant&#xa0;; both écrit les deux.</translation>
    </message>
    <message>
        <source>synthetic, City Orchestra</source>
        <translation>données synthétiques, City Orchestra</translation>
    </message>
    <message>
        <source>values of {field} that the mapping does not know: {count}</source>
        <translation>valeurs de {field} inconnues de la table de correspondance&#xa0;: {count}</translation>
    </message>
    <message>
        <source>x, y or pick on the map</source>
        <translation>x, y ou clic sur la carte</translation>
    </message>
    <message>
        <source>{count} edges have no sun profile: they lie outside the surface model or under roofs.</source>
        <translation>Arcs sans profil de soleil&#xa0;: {count}&#xa0;; ils sont hors du modèle numérique de surface ou sous des toits.</translation>
    </message>
    <message>
        <source>{count} features are not lines and are left out.</source>
        <translation>Entités qui ne sont pas des lignes, écartées&#xa0;: {count}.</translation>
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
        <source>{count} geometries of the wrong kind or beyond repair</source>
        <translation>géométries du mauvais type ou irréparables&#xa0;: {count}</translation>
    </message>
    <message>
        <source>{count} geometries repaired</source>
        <translation>géométries réparées&#xa0;: {count}</translation>
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
        <source>{count} parts shorter than the snapping distance are left out.</source>
        <translation>Parties plus courtes que la distance d’accrochage, écartées&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>{crs} does not cover longitude {longitude}, latitude {latitude}; check the CRS of the layer.</source>
        <translation>{crs} ne couvre pas la longitude {longitude}, latitude {latitude}&#xa0;; vérifiez le SCR de la couche.</translation>
    </message>
    <message>
        <source>{field} set by default rule for {count} features</source>
        <translation>{field} fixé par règle par défaut, nombre d’entités&#xa0;: {count}</translation>
    </message>
    <message>
        <source>{file} could not be written: {cause}. Choose another folder.</source>
        <translation>{file} n’a pas pu être écrit&#xa0;: {cause}. Choisissez un autre dossier.</translation>
    </message>
    <message>
        <source>{hour} is outside the hours for which the shade was computed; the walk counts as by night.</source>
        <translation>{hour} est en dehors des heures pour lesquelles l’ombre a été calculée&#xa0;; le parcours compte comme de nuit.</translation>
    </message>
    <message>
        <source>{layer}: the layer has no feature.</source>
        <translation>{layer}&#xa0;: la couche n’a aucune entité.</translation>
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
</context>
</TS>
