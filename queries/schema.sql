-- What linchpin export --as sqlite writes; the CSV files of --as csv have the same columns.
--
-- Packages and components are named, not numbered. Where a release has several packages of one
-- name, they are called NAME=VERSION:ARCHITECTURE. NULL (in CSV an empty field) is unknown.
-- With --around or --top there is only what lies within the part that was chosen.

-- Where all this comes from: version, options, each input with its SHA-256 and how far a signature
-- vouches for it, and how many oddities of each kind were met. Please cite it with the data.
CREATE TABLE about (
	key TEXT PRIMARY KEY,		-- 'release.inputs.1.sha256'
	value TEXT
);

-- Source packages: the unit that is ranked, funded and replaced.
CREATE TABLE component (
	name TEXT PRIMARY KEY,
	version TEXT,
	packages INTEGER,		-- binary packages built from it
	rank INTEGER,			-- from 1; NULL: a criterion is unknown
	rank_low INTEGER,		-- 5th percentile of the rank under 1,000 random weightings
	rank_high INTEGER,		-- 95th percentile
	score REAL,			-- weighted geometric mean of the four criteria
	use REAL,			-- criterion: very widely used? 0 to 1
	network REAL,			-- criterion: at the network boundary?
	function REAL,			-- criterion: critical function?
	unsafe REAL,			-- criterion: written in memory-unsafe languages?
	meets_all INTEGER,		-- 1: all four are at least 0.5
	safety TEXT,			-- unsafe, mixed, safe, unknown
	exposure TEXT,			-- listens, connects, parses, none, unknown
	functions TEXT,			-- 'transport-security, cryptography'
	languages TEXT,			-- 'C 93%, Assembly 5%'
	replacement TEXT,		-- known memory-safe replacement, the easiest one
	maintainer TEXT,
	homepage TEXT,
	impact_packages INTEGER,	-- packages that cannot be installed without it
	impact_components INTEGER,	-- components that lose a package without it
	dependants INTEGER,		-- packages of others with a need that it can meet
	dependant_components INTEGER,
	chosen_by INTEGER,		-- components whose need it is the preferred provider of
	named_by INTEGER,		-- components that name it in any relation
	transitive_dependants INTEGER,	-- packages of others that may need it, however indirectly
	links_in INTEGER,		-- components that load its code into their process
	pagerank REAL,			-- of the needs under --alternatives, as the next ones
	betweenness REAL,
	harmonic REAL,
	scc_size INTEGER,		-- packages in its largest cycle of needs; 1: none
	coreness INTEGER
);

-- Binary packages.
CREATE TABLE package (
	name TEXT PRIMARY KEY,
	version TEXT,
	arch TEXT,
	component TEXT,			-- component.name
	role TEXT,			-- runtime, development, documentation, debug, …
	section TEXT,
	summary TEXT,
	score REAL,			-- of its component
	safety TEXT,			-- of its component
	exposure TEXT,			-- of its component
	impact_packages INTEGER,	-- measures as in component, of this package alone
	impact_components INTEGER,
	dependants INTEGER,
	dependant_components INTEGER,
	chosen_by INTEGER,
	named_by INTEGER,
	transitive_dependants INTEGER,
	links_in INTEGER,
	pagerank REAL,
	betweenness REAL,
	harmonic REAL,
	scc_size INTEGER,
	coreness INTEGER
);

-- The graph as the other formats have it: arcs between components (between packages with
-- --package), of the kinds of --kind, each need with the providers that --alternatives says.
CREATE TABLE edge (
	source TEXT,			-- who needs, loads or is built with …
	target TEXT,			-- … whom
	kind TEXT,			-- requires, recommends, …, link, build
	needs INTEGER,			-- how many needs (links) of packages the arc stands for
	alternatives INTEGER,		-- least number of providers of one of them; NULL: a link
	need TEXT			-- that need: 'libssl3 (>= 3.0.0)'
);

-- Needs: what a package asks for. It is met by any of the providers of its clause.
CREATE TABLE need (
	id INTEGER PRIMARY KEY,
	package TEXT,			-- package.name
	kind TEXT,			-- requires, recommends, suggests, enhances, supplements, …
	need TEXT,			-- as the archive says it, alternatives included
	clause INTEGER,			-- provider.clause; needs with the same providers share one
	providers INTEGER		-- how many there are in the whole release; 0: unmet
);

-- Providers: who meets a need. Several are alternatives to each other.
CREATE TABLE provider (
	clause INTEGER,
	package TEXT			-- package.name
);

-- Build needs of components, one row for each package that meets one.
CREATE TABLE build_need (
	component TEXT,
	need TEXT,
	package TEXT
);

-- Links: whose code is loaded into whose process. Empty where nothing tells (no file lists).
CREATE TABLE link (
	package TEXT,
	loads TEXT
);

-- Strong dependencies, direct or not: every installation with package has needs, whatever is
-- chosen. Filled with --pairs only; with --conflicts conflicts count too.
CREATE TABLE strong (
	package TEXT,
	needs TEXT,
	PRIMARY KEY (package, needs)
) WITHOUT ROWID;

-- Languages of components, as shares of what counts.
CREATE TABLE language (
	component TEXT,
	language TEXT,
	share REAL,			-- 0 to 1
	files INTEGER			-- source files shipped; 0: known by other signs
);

-- Evidence: which rule said what about a component, because of what.
CREATE TABLE evidence (
	component TEXT,
	package TEXT,			-- where it was seen; NULL: in the component itself
	claim TEXT,			-- 'listens', 'transport-security', 'in:Python', …
	witness TEXT,			-- kind of observation
	seen TEXT,			-- what matched
	count INTEGER,
	weight REAL,			-- of the rule, negative: speaks against the claim
	why TEXT
);

-- Observations: facts as read from the archive, before anything was made of them.
CREATE TABLE observation (
	component TEXT,
	package TEXT,			-- NULL: of the component
	kind TEXT,			-- tag, soname, program, service-unit, …
	text TEXT,
	count INTEGER			-- how many files it stands for
);

CREATE INDEX package_component ON package (component);
CREATE INDEX edge_source ON edge (source);
CREATE INDEX edge_target ON edge (target);
CREATE INDEX need_package ON need (package);
CREATE INDEX need_clause ON need (clause);
CREATE INDEX provider_clause ON provider (clause);
CREATE INDEX provider_package ON provider (package);
CREATE INDEX link_package ON link (package);
CREATE INDEX link_loads ON link (loads);
CREATE INDEX strong_needs ON strong (needs);
CREATE INDEX language_component ON language (component);
CREATE INDEX evidence_component ON evidence (component);
CREATE INDEX observation_component ON observation (component);
CREATE INDEX observation_package ON observation (package);

-- Components by rank.
CREATE VIEW ranking AS
	SELECT * FROM component WHERE rank IS NOT NULL ORDER BY rank;

-- Each need beside each package that meets it.
CREATE VIEW need_provider AS
	SELECT need.package, need.kind, need.need, need.providers, provider.package AS provider
	FROM need JOIN provider USING (clause);

-- Needs that nothing in the release meets.
CREATE VIEW unmet_need AS
	SELECT package, kind, need FROM need WHERE providers = 0;

-- Which component loads whose code.
CREATE VIEW component_link AS
	SELECT DISTINCT p.component, q.component AS loads
	FROM link JOIN package p ON p.name = link.package JOIN package q ON q.name = link.loads
	WHERE p.component <> q.component;

-- Exposed unsafe code: components that face the network themselves, beside each component written
-- in memory-unsafe languages whose code they load directly.
CREATE VIEW exposed_unsafe AS
	SELECT l.component, c.exposure, l.loads, d.safety, d.unsafe, d.languages
	FROM component_link l
	JOIN component c ON c.name = l.component
	JOIN component d ON d.name = l.loads
	WHERE c.exposure IN ('listens', 'connects') AND d.safety IN ('unsafe', 'mixed');
