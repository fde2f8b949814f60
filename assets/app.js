/* The browser's side of the page: the address, the viewport, badges, selection, keyboard, news of snapshots.
   No Dash output writes the address, and nothing listens to our own writes, so callbacks cannot go round in circles. */
(function () {
  'use strict';
  const $ = (id) => document.getElementById(id);
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const NO = () => window.dash_clientside.no_update;
  const plot = (id) => document.querySelector('#' + id + ' .js-plotly-plot');
  const clamp = (x, low, high) => Math.min(high, Math.max(low, x));
  const iso = (date) => date.toISOString().slice(0, 10);
  const day = (text) => new Date(text + 'T00:00:00Z');
  const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

  // ---- address ---------------------------------------------------------------------------------------------------
  // q, the selection, the panel, the list's page and the snapshot come from stores; the camera lives here.
  let state = { q: '', sel: null, lanes: 'actor', table: null, snap: null };
  let camera = null, aimed = null, aiming = 0, refit = false, hydrating = 0, token = 0, playing = null;
  const part = (key) => { const m = location.search.match(new RegExp('[?&]' + key + '=([^&]*)')); try { return m ? decodeURIComponent(m[1]) : null; } catch (e) { return null; } };
  const coded = (text) => encodeURIComponent(text).replace(/%2C/g, ',').replace(/%3A/g, ':').replace(/%20/g, '+');
  function query(snapshot) {
    const t = state.table || {};
    const parts = [state.q];
    if (state.lanes && state.lanes !== 'actor') parts.push('lanes=' + state.lanes);
    if (t.sort && t.sort !== '-date') parts.push('sort=' + t.sort);
    if (t.page > 1 && t.q === state.q) parts.push('page=' + t.page);
    if (camera) parts.push('view=' + camera);
    if (state.sel) parts.push('event=' + coded(state.sel));
    if (snapshot) parts.push('snap=' + coded(snapshot));
    const joined = parts.filter(Boolean).join('&');
    return joined ? '?' + joined : '';
  }
  const withoutCamera = (search) => search.replace(/([?&])view=[^&]*&?/, '$1').replace(/[?&]$/, '');
  function write(push) {
    const search = query(state.snap);
    for (const kind of ['csv', 'geojson']) {
      const link = $('export-' + kind);
      if (link) link.setAttribute('href', '/export.' + kind + query(state.snap || shownSnapshot()));
    }
    if (search === location.search) return;
    const step = push && !playing && withoutCamera(search) !== withoutCamera(location.search);
    history[step ? 'pushState' : 'replaceState']({}, '', location.pathname + search);
  }
  function open() {
    delete document.documentElement.dataset.settled;
    hydrating = ++token;
    camera = cameraOf(part('view')) ? part('view') : null;
    const mine = token;
    setTimeout(() => { if (hydrating === mine) hydrating = 0; }, 20000);   // an answer that never comes must not lock the address
    set('url-in', { data: { search: location.search.slice(0, 5000), t: token } });
  }
  addEventListener('popstate', () => { open(); refit = !camera; if (camera) aim(); });

  // ---- map -------------------------------------------------------------------------------------------------------
  let webgl = null;
  const hasWebGL = () => {
    if (webgl === null) {
      try { const gl = document.createElement('canvas').getContext('webgl2'); webgl = !!gl; const end = gl && gl.getExtension('WEBGL_lose_context'); if (end) end.loseContext(); } catch (e) { webgl = false; }
    }
    return webgl;
  };
  const subplot = () => { const gd = plot('map'); const m = gd && gd._fullLayout && gd._fullLayout.map; return m && m._subplot && m._subplot.map ? m._subplot : null; };
  const dark = () => document.documentElement.getAttribute('data-mantine-color-scheme') === 'dark';
  const cameraOf = (text) => { const v = (text || '').split(',').map(Number); return v.length === 3 && v.every(isFinite) && Math.abs(v[0]) <= 86 && Math.abs(v[1]) <= 180 && v[2] >= 0 && v[2] <= 22 ? { lat: v[0], lon: v[1], zoom: v[2] } : null; };
  const merc = (lat) => Math.log(Math.tan(Math.PI / 4 + clamp(lat, -85, 85) * Math.PI / 360));
  const unmerc = (y) => (2 * Math.atan(Math.exp(y)) - Math.PI / 2) * 180 / Math.PI;
  let meta = null;   // of the last map figure: bounds
  function fitted() {
    const b = meta && meta.bounds, box = $('map').getBoundingClientRect();
    if (!b) return { lat: 25, lon: 20, zoom: 1.6 };
    const [w, s, e, n] = b, pad = Math.min(70, box.width / 7, box.height / 7), dx = Math.max(e - w, 0.3), dy = Math.max(merc(n) - merc(s), 0.005);
    const zx = Math.log2((box.width - 2 * pad) * 360 / (512 * dx)), zy = Math.log2(Math.max(80, box.height - 2 * pad) * 2 * Math.PI / (512 * dy));
    return { lat: unmerc((merc(n) + merc(s)) / 2), lon: (w + e) / 2, zoom: clamp(Math.min(zx, zy), 0.6, 8.5) };
  }
  function aim(target) {
    const c = target || cameraOf(camera), gd = plot('map');
    if (!c || !gd || !window.Plotly) return;
    aimed = c;
    aiming = Date.now() + 4000;   // until the map is there, or cannot get there, or the reader takes it
    const sp = subplot();   // the map itself: a relayout beside a figure that is being drawn removes layers twice
    if (sp) { sp.map.jumpTo({ center: [c.lon, c.lat], zoom: c.zoom }); if ($('f-bbox').checked) sendCorners(); }
    else if (gd._fullLayout && gd._fullLayout.geo) Plotly.relayout(gd, { 'geo.center': { lat: c.lat, lon: c.lon }, 'geo.projection.scale': geoScale(c.zoom) });
  }
  // Where we aimed the camera ourselves is not a choice of the reader's, and does not belong into the link.
  const isAimed = (map) => { const g = map.getCenter(); return !!aimed && Math.abs(g.lat - aimed.lat) < 0.002 && Math.abs(g.lng - aimed.lon) < 0.002 && Math.abs(map.getZoom() - aimed.zoom) < 0.01; };
  const underway = (map) => { if (aiming && (Date.now() > aiming || isAimed(map))) aiming = 0; return !!aiming; };
  function fit() { camera = null; write(false); aim(fitted()); }
  function zoomBy(step) {
    const sp = subplot(), gd = plot('map');
    if (sp) Plotly.relayout(gd, { 'map.zoom': clamp(sp.map.getZoom() + step, 0.5, 14) });
    else if (gd && gd._fullLayout.geo) Plotly.relayout(gd, { 'geo.projection.scale': clamp(gd._fullLayout.geo.projection.scale * Math.pow(2, step), 0.5, 400) });
  }
  const geoScale = (zoom) => Math.max(1, Math.pow(2, zoom) * 512 / Math.max(300, $('map').clientWidth));
  function withoutWebGL(figure) {
    // MapLibre needs WebGL2: without it the same traces stand on Plotly's own outline of the world.
    const c = cameraOf(camera) || fitted(), night = dark();
    const data = figure.data.map((trace) => { const copy = Object.assign({}, trace, { type: 'scattergeo' }); delete copy.below; return copy; });
    const water = night ? '#0f1720' : '#dbe6ec';
    const geo = { projection: { type: 'mercator', scale: geoScale(c.zoom) }, center: { lat: c.lat, lon: c.lon }, fitbounds: false, resolution: 50, bgcolor: 'rgba(0,0,0,0)', showocean: true, oceancolor: water,
      landcolor: night ? '#1c2530' : '#f8f7f4', showland: true, showlakes: true, lakecolor: water, showrivers: true, rivercolor: night ? '#24405a' : '#b9cfdc', showcountries: true, countrycolor: night ? '#525f6e' : '#b5abb8',
      coastlinecolor: night ? '#31404f' : '#bccad3', showframe: false, uirevision: 'geo' };
    const layout = Object.assign({}, figure.layout, { geo });
    delete layout.map;
    return Object.assign({}, figure, { data, layout });
  }
  // Badges are buttons over the map; this keeps each on its country.
  // A badge stands beside bubbles rather than on them, and never on another badge; first choice first, in badge sizes.
  const SHIFTS = [[0, 0], [0, -1], [0, 1], [-0.7, 0], [0.7, 0], [0, -1.8], [0, 1.8], [-0.9, -1], [0.9, -1], [-0.9, 1], [0.9, 1], [0, -2.8], [0, 2.8]];
  function obstacles(map) {
    const gd = plot('map'), found = [];
    for (const trace of gd._fullData || []) {
      if (!['exact', 'near', 'vague'].includes(trace.name)) continue;
      for (let i = 0; i < Math.min(60, trace.lon.length); i++) {
        const p = map.project([trace.lon[i], trace.lat[i]]), size = trace.marker.size[i] || 10;
        found.push([p.x, p.y, size, size, false]);
      }
    }
    return found;
  }
  const NAMED_FROM = 3.6;   // below this zoom the names of countries would cover their neighbours: the badge is its count
  function controls(box) {
    const frame = box.getBoundingClientRect();
    return ['.mapkeys', '#legend', '.mapcard .maplibregl-ctrl-attrib'].map((at) => document.querySelector(at)).filter(Boolean).map((part) => {
      const r = part.getBoundingClientRect();
      return [(r.left + r.right) / 2 - frame.left, (r.top + r.bottom) / 2 - frame.top, r.width, r.height, true];
    });
  }
  let followed = null;
  function placeBadges() {
    const box = $('badges'), sp = subplot(), gd = plot('map');
    if (!box || !gd) return;
    const geo = !sp && gd._fullLayout && gd._fullLayout.geo && gd._fullLayout.geo._subplot;
    const compact = box.classList.toggle('compact', !!sp && sp.map.getZoom() < NAMED_FROM);
    const shifts = compact ? SHIFTS.filter(([, dy]) => Math.abs(dy) <= 1) : SHIFTS;   // from afar a long way off is another country
    const taken = (sp ? obstacles(sp.map) : []).concat(controls(box));
    for (const badge of box.children) {
      const at = [Number(badge.dataset.lon), Number(badge.dataset.lat)];
      let xy = null;
      if (sp) { const p = sp.map.project(at); xy = [p.x, p.y]; } else if (geo && geo.projection) xy = geo.projection(at);
      const seen = xy && xy[0] > -40 && xy[1] > -20 && xy[0] < box.clientWidth + 40 && xy[1] < box.clientHeight + 20;
      badge.style.visibility = seen ? 'visible' : 'hidden';
      if (!seen) continue;
      const width = badge.offsetWidth, height = badge.offsetHeight;
      xy[0] = clamp(xy[0], width / 2 + 4, box.clientWidth - width / 2 - 4); xy[1] = clamp(xy[1], height / 2 + 4, box.clientHeight - height / 2 - 4);
      const apart = (t, [dx, dy]) => Math.abs(t[0] - xy[0] - dx * width) > (t[2] + width) / 2 + 1 || Math.abs(t[1] - xy[1] - dy * height) > (t[3] + height) / 2 + 1;
      const within = ([dx, dy]) => Math.abs(xy[0] + dx * width - box.clientWidth / 2) <= (box.clientWidth - width) / 2 && Math.abs(xy[1] + dy * height - box.clientHeight / 2) <= (box.clientHeight - height) / 2;
      const free = (blocks) => shifts.find((shift) => within(shift) && taken.every((t) => !blocks(t) || apart(t, shift)));
      const [dx, dy] = free(() => true) || free((t) => t[4]) || SHIFTS[0];
      xy[0] += dx * width; xy[1] += dy * height;
      taken.push([xy[0], xy[1], width, height, true]);
      badge.style.transform = 'translate(' + xy[0].toFixed(1) + 'px,' + xy[1].toFixed(1) + 'px) translate(-50%,-50%)';
    }
  }
  function follow() {
    const sp = subplot();
    if (sp && followed !== sp.map) {
      followed = sp.map;
      sp.map.on('move', placeBadges);
      sp.map.on('movestart', (move) => { if (move.originalEvent) aiming = 0; });
      sp.map.on('load', placeBadges);
      sp.map.on('resize', placeBadges);
    }
    if (sp) thinOut(sp.map);
    placeBadges();
  }
  // Of many places seen from afar the bubbles shrink and lose their counts; the map does that by itself while it zooms.
  const CROWD = 400, FAR = 3, CLOSE = 5.6;
  function thinOut(map) {
    const drawn = plot('map')._fullData.filter((t) => ['exact', 'near', 'vague'].includes(t.name)).reduce((sum, t) => sum + t.lon.length, 0);
    const style = map.getStyle();   // none until it has come
    if (drawn < CROWD || !style) return;
    for (const layer of style.layers) {
      if (!layer.id.startsWith('plotly-trace-layer')) continue;
      const radius = layer.type === 'circle' && layer.paint && layer.paint['circle-radius'];
      if (radius && radius.property) map.setPaintProperty(layer.id, 'circle-radius', ['interpolate', ['linear'], ['zoom'], FAR, ['*', 0.5, ['get', radius.property]], CLOSE, ['get', radius.property]]);
      if (layer.type === 'symbol' && layer.paint) map.setPaintProperty(layer.id, 'text-opacity', ['interpolate', ['linear'], ['zoom'], CLOSE - 1.2, 0, CLOSE - 0.8, 1]);
    }
  }
  function mapDrawn() {
    const gd = plot('map');
    if (gd && !gd.dataset.followed && gd.on) { gd.dataset.followed = '1'; gd.on('plotly_afterplot', follow); gd.on('plotly_relayout', placeBadges); }
    follow();
  }
  function corners() {
    const sp = subplot(), gd = plot('map'), geo = !sp && gd && gd._fullLayout && gd._fullLayout.geo && gd._fullLayout.geo._subplot;
    if (!sp && !(geo && geo.projection && geo.projection.invert)) return null;
    const low = geo && geo.projection.invert([0, $('map').clientHeight]), high = geo && geo.projection.invert([$('map').clientWidth, 0]);
    const b = sp ? sp.map.getBounds() : { getWest: () => low[0], getSouth: () => low[1], getEast: () => high[0], getNorth: () => high[1] }, round = (x) => Math.round(x * 100) / 100;
    let w = b.getWest(), e = b.getEast();
    const s = clamp(round(b.getSouth()), -90, 89.9), n = clamp(round(b.getNorth()), -89.9, 90);
    if (e - w >= 360) return [-180, s, 180, n];
    const wrap = (x) => ((x + 180) % 360 + 360) % 360 - 180;
    w = round(wrap(w)); e = round(wrap(e));
    return w === e ? [-180, s, 180, n] : [w, s, e, n];
  }
  let limiting = null;
  function sendCorners() { clearTimeout(limiting); limiting = setTimeout(() => { const sp = subplot(); if (sp && underway(sp.map)) return sendCorners(); const c = corners(); if (c) set('bbox', { data: c }); }, 120); }

  // ---- functions that callbacks name ----------------------------------------------------------------------------
  const ui = {
    writeUrl(q, sel, lanes, table, snap, expect) {
      if (q == null) return NO();
      if (hydrating && !(expect && expect.t === hydrating && expect.q === q)) return NO();
      if (hydrating && refit && q === state.q) { refit = false; aim(fitted()); }   // no new figure will come
      state = { q, sel: sel || null, lanes, table, snap: snap || null };
      write(!hydrating);
      hydrating = 0;
      document.documentElement.dataset.settled = location.search;
      markRow();
      return NO();
    },
    mapFigure(figure, ring) {
      if (!figure || !figure.layout) return NO();
      meta = figure.layout.meta;
      const mark = figure.data[0];
      const selected = Object.assign({}, mark, ring ? { lon: [ring.lon], lat: [ring.lat], marker: Object.assign({}, mark.marker, { size: ringSize(figure, ring) }) } : {});
      bringIntoView(ring);
      const drawn = Object.assign({}, figure, { data: [selected].concat(figure.data.slice(1)) });
      requestAnimationFrame(() => setTimeout(mapDrawn, 60));
      if (!hasWebGL()) return withoutWebGL(drawn);
      // Dash 4.4 copies pans into the figure, which defeats uirevision: the live camera is put in here.
      const sp = subplot();
      let c;
      if (sp && !refit && underway(sp.map)) c = aimed;   // a figure that overtakes the move must not undo it
      else if (sp && !refit) { const g = sp.map.getCenter(); c = { lat: g.lat, lon: g.lng, zoom: sp.map.getZoom() }; } else aimed = c = cameraOf(camera) || fitted();
      refit = false;
      const map = Object.assign({}, figure.layout.map, { center: { lat: c.lat, lon: c.lon }, zoom: c.zoom });
      return Object.assign({}, drawn, { layout: Object.assign({}, figure.layout, { map }) });
    },
    lanesFigure(figure, sel) {
      if (!figure || !figure.layout) return NO();
      const ink = figure.layout.font.color, x = [], y = [];
      if (sel) figure.data.forEach((t) => (Array.isArray(t.customdata) ? t.customdata : []).forEach((row, i) => { if (row && row[0] === sel) { x.push(t.x[i]); y.push(t.y[i]); } }));
      if (!x.length) return figure;
      const ring = { type: 'scatter', mode: 'markers', x, y, hoverinfo: 'skip', marker: { size: 18, color: 'rgba(0,0,0,0)', line: { width: 2.5, color: ink } } };
      return Object.assign({}, figure, { data: figure.data.concat([ring]) });
    },
    viewport(moved, limit) {
      if (moved && (moved['map.center'] || moved['map.zoom'])) {
        const sp = subplot();
        if (sp && !isAimed(sp.map)) { const g = sp.map.getCenter(); const lon = ((g.lng + 180) % 360 + 360) % 360 - 180; const n = (v, d) => String(Number(v.toFixed(d))); camera = [n(g.lat, 3), n(lon, 3), n(sp.map.getZoom(), 2)].join(','); if (!hydrating) write(false); }
        if (limit) sendCorners();
      } else if (limit && !hydrating) sendCorners();   // the switch was turned on, or the outline was moved
      return NO();
    },
    pick(onMap, onLane) {
      const asked = window.dash_clientside.callback_context.triggered.map((t) => t.prop_id);
      const event = asked.some((p) => p.startsWith('map.')) ? onMap : onLane;
      const row = event && event.points && event.points[0] && event.points[0].customdata;
      if (event) setTimeout(() => set(asked.some((p) => p.startsWith('map.')) ? 'map' : 'lanes', { clickData: null }), 0);   // else a second click on the same place would be no change
      if (!Array.isArray(row)) return NO();
      return asked.some((p) => p.startsWith('map.')) ? row[4] || NO() : row[0] || NO();
    },
    brush(selected) {
      const range = selected && selected.range && selected.range.x, gd = plot('hist');
      if (!range || !gd) return [NO(), NO()];
      const m = gd.layout.meta || {};
      let [a, b] = range.map((d) => String(d).slice(0, 10)).sort();
      if (m.first && a < m.first) a = m.first;
      if (m.last && b > m.last) b = m.last;
      return [a, b];
    },
    cardOpened() {
      const panel = $('card'), at = document.querySelector('#card [data-at-page]');
      if (panel) panel.scrollTop = 0;
      const page = at ? Number(at.dataset.atPage) : 0;   // the list turns to the page that the event is on
      if (page && state.lanes === 'list' && page !== currentTable().page && !document.querySelector('[data-row="' + CSS.escape(state.sel || '') + '"]')) set('table', { data: Object.assign(currentTable(), { page }) });
      markRow();
      return NO();
    },
    burger(opened, navbar) { return Object.assign({}, navbar, { collapsed: { mobile: !opened } }); },
  };
  let ringed = '';
  function bringIntoView(ring) {
    const key = ring ? ring.lat + ',' + ring.lon : '', isNew = key && key !== ringed;
    ringed = key;
    const sp = subplot();
    if (isNew && sp && !hydrating && !sp.map.getBounds().contains([ring.lon, ring.lat])) setTimeout(() => aim({ lat: ring.lat, lon: ring.lon, zoom: Math.max(4.5, sp.map.getZoom()) }), 80);
  }
  const ringSize = (figure, ring) => {
    let best = 24;
    figure.data.slice(1).forEach((t) => {
      if (!t.customdata || !t.lat) return;
      t.customdata.forEach((row) => { if (row[4] && row[4].startsWith('at:')) { const [lat, lon] = row[4].slice(3).split(',').map(Number); if (Math.abs(lat - ring.lat) < 1e-4 && Math.abs(lon - ring.lon) < 1e-4) best = Math.max(best, 9 + 5 * Math.sqrt(parseInt(row[1].replace(/,/g, ''), 10)) + 15); } });
    });
    return Math.min(best, 78);
  };
  window.dash_clientside = Object.assign({}, window.dash_clientside, { ui });

  // ---- options with their counts (dash-mantine-components calls these by name) ------------------------------------
  window.dashMantineFunctions = Object.assign(window.dashMantineFunctions || {}, {
    optionWithCount: ({ option }) => React.createElement('span', { className: 'option' }, React.createElement('span', null, option.label), React.createElement('span', { className: 'option-count' }, option.count)),
  });

  // ---- selection, commands, keyboard ------------------------------------------------------------------------------
  let order = 0;
  const select = (id) => set('sel', { data: id || null });
  const currentTable = () => { const t = state.table || {}; return { sort: t.sort || '-date', page: t.q === state.q && t.page || 1, q: state.q }; };
  const commands = {
    list() { set('f-lanes', { value: 'list' }); const list = $('list'); if (list) list.scrollIntoView({ block: 'nearest', behavior: still() ? 'auto' : 'smooth' }); },
    newest() { set('snap', { data: null }); },
  };
  document.addEventListener('click', (e) => {
    const at = e.target.closest && e.target.closest('[data-event],[data-cmd],[data-sort],[data-page],[data-row],[data-dismiss]');
    if (!e.target.closest('#downloads') && $('downloads')) $('downloads').open = false;
    if (!at || at.disabled) return;
    const d = at.dataset;
    if ('event' in d) { select(d.event); if (at.closest('#card') && d.event === '') refocus(); }
    else if (d.cmd) { if (commands[d.cmd]) commands[d.cmd](); else set('cmd', { data: { do: d.cmd, field: d.field || '', value: d.value || '', n: ++order } }); }
    else if (d.sort) set('table', { data: Object.assign(currentTable(), { sort: d.sort, page: 1 }) });
    else if (d.page) set('table', { data: Object.assign(currentTable(), { page: Number(d.page) }) });
    else if (d.row) select(d.row);
    else if (d.dismiss) set(d.dismiss, { children: [] });
  });
  function markRow() {
    document.querySelectorAll('[data-row]').forEach((row) => { const on = row.dataset.row === state.sel; row.classList.toggle('selected', on); if (on) row.setAttribute('aria-current', 'true'); else row.removeAttribute('aria-current'); });
  }
  let lastFocus = null;
  // The row that had the focus may have been drawn anew since, or is about to be.
  const before = () => !lastFocus || document.contains(lastFocus) ? lastFocus : lastFocus.dataset.event && document.querySelector('#list [data-event="' + CSS.escape(lastFocus.dataset.event) + '"]');
  const focusAgain = () => { const at = before(); if (at) at.focus(); };
  const refocus = () => { focusAgain(); setTimeout(() => { if (document.activeElement === document.body) focusAgain(); }, 500); };
  const rows = () => Array.from(document.querySelectorAll('#list .row-link'));
  function step(by) {
    const button = $(by > 0 ? 'card-next' : 'card-previous');
    if (button && $('card').classList.contains('open')) { if (!button.disabled) button.click(); return; }
    const all = rows(), here = all.indexOf(document.activeElement);
    if (all.length) { const next = all[clamp(here + by, 0, all.length - 1)]; next.focus(); if (here >= 0 || by > 0) return; }
    if (!all.length) commands.list();
  }
  document.addEventListener('keydown', (e) => {
    const t = e.target;
    if (e.metaKey || e.ctrlKey || e.altKey) return;
    if (e.key === 'Escape') { if ($('downloads').open) { $('downloads').open = false; return; } if ($('card').classList.contains('open')) { select(null); refocus(); } return; }
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(t.tagName) || t.isContentEditable) return;
    const inList = t.closest && t.closest('#list');
    if (e.key === 'j' || e.key === 'k') step(e.key === 'j' ? 1 : -1);
    else if (inList && (e.key === 'ArrowDown' || e.key === 'ArrowUp')) {
      const all = rows(), here = all.indexOf(document.activeElement), next = all[clamp(here + (e.key === 'ArrowDown' ? 1 : -1), 0, all.length - 1)];
      if (next) { e.preventDefault(); next.focus(); }
    } else if (e.key === '/') { e.preventDefault(); $('f-text').focus(); }
    else if (e.key === ' ' && t === document.body) { e.preventDefault(); play(); }
  });
  document.addEventListener('focusin', (e) => { if (!e.target.closest('#card')) lastFocus = e.target; });

  // ---- play: the window moves through time by a quarter of its length ------------------------------------------------
  let busy = 0;
  function window_() { const gd = plot('hist'), m = gd && gd.layout && gd.layout.meta; const at = (key) => { const v = new URLSearchParams(state.q).get(key); return v || null; }; return { first: m && m.first, last: m && m.last, a: at('from'), b: at('to') }; }
  function tick() {
    if (busy) return;
    const w = window_();
    if (!w.first) return stop();
    const span = (day(w.last) - day(w.first)) / 864e5;
    let a = w.a, b = w.b;
    if (!a || !b || (a <= w.first && b >= w.last)) { a = w.first; b = iso(new Date(+day(w.first) + Math.max(6, Math.round(span / 12)) * 864e5)); }
    else {
      const by = Math.max(1, Math.round((day(b) - day(a)) / 864e5 / 4)) * 864e5;
      if (+day(b) + by > +day(w.last)) return stop();
      a = iso(new Date(+day(a) + by)); b = iso(new Date(+day(b) + by));
    }
    set('f-since', { value: a }); set('f-until', { value: b });
  }
  function stop() { clearInterval(playing); playing = null; mark(); }
  function mark() { const b = $('play'), i = $('play-icon'); b.setAttribute('aria-pressed', String(!!playing)); b.title = playing ? 'Pause' : 'Play through time'; i.className = 'ic ' + (playing ? 'ic-pause' : 'ic-play'); }
  function play() { if (playing) return stop(); playing = setInterval(tick, 1000); mark(); tick(); }

  // ---- share --------------------------------------------------------------------------------------------------------
  const shownSnapshot = () => { const e = document.querySelector('[data-snapshot]'); return e ? e.dataset.snapshot : null; };
  let fading = null;
  function toast(text, long) {
    const box = $('toast');
    box.textContent = text; box.classList.add('on');
    clearTimeout(fading); fading = setTimeout(() => box.classList.remove('on'), long ? 12000 : 3500);
  }
  async function copy(text) {
    try { await navigator.clipboard.writeText(text); return true; } catch (e) { /* not on plain http */ }
    const area = document.createElement('textarea');
    area.value = text; area.setAttribute('readonly', ''); area.className = 'offscreen';
    document.body.appendChild(area); area.select();
    let ok = false; try { ok = document.execCommand('copy'); } catch (e) { ok = false; }
    area.remove();
    return ok;
  }
  async function share() {
    const link = location.origin + location.pathname + query(state.snap || shownSnapshot());
    const ok = await copy(link);
    document.documentElement.dataset.link = link;
    if (!ok) return toast('The browser did not allow copying. The link: ' + link, true);
    if (/^(localhost|127\.|\[::1\])/.test(location.hostname) || location.hostname === '::1')
      return toast('Link copied. It opens on this computer only. To share it, start the dashboard with --host 0.0.0.0 --allow-host NAME, NAME being what colleagues call this computer.', true);
    return toast('Link copied. It opens this view, on this snapshot.');
  }

  // ---- news of snapshots, and a server that went away -------------------------------------------------------------
  let live = null, missed = 0;
  async function news() {
    if (document.hidden) return;
    try {
      const answer = await plain('/snapshot.json', { cache: 'no-store' });
      if (!answer.ok) throw new Error(answer.status);
      const id = (await answer.json()).snapshot;
      missed = 0; $('offline').hidden = true;
      if (live && id && id !== live) {
        live = id; set('live', { data: id });
        if (!state.snap) toast('New events have arrived. The page shows them now; your view is kept.', true);
      }
      live = id || live;
    } catch (e) { if (++missed >= 2) $('offline').hidden = false; }
  }

  // ---- progress and failures of callbacks -----------------------------------------------------------------------------
  const plain = window.fetch.bind(window);
  function showBusy() {
    const main = $('main'), line = $('progress');
    if (main) { main.setAttribute('aria-busy', String(busy > 0)); main.dataset.changed = Date.now(); }
    if (line) line.classList.toggle('on', busy > 0);
  }
  window.fetch = async function (address, options) {
    const ours = String(address && address.url ? address.url : address).includes('_dash-update-component');
    if (!ours) return plain(address, options);
    busy++; showBusy();
    try {
      const answer = await plain(address, options);
      if (answer.status >= 400) toast('The server could not answer that (' + answer.status + '). Reload the page to start again.', true);
      return answer;
    } finally { busy--; showBusy(); }
  };

  // ---- start ----------------------------------------------------------------------------------------------------------
  let theme = null;
  const tellTheme = () => { const now = dark() ? 'dark' : 'light'; if (now !== theme) { theme = now; set('theme', { data: now }); } };
  function start() {
    hasWebGL();   // wakes the graphics process while the first answers are on their way
    tellTheme();
    new MutationObserver(tellTheme).observe(document.documentElement, { attributes: true, attributeFilter: ['data-mantine-color-scheme'] });
    new MutationObserver(placeBadges).observe($('badges'), { childList: true });
    new MutationObserver(markRow).observe($('list'), { childList: true });
    $('share').addEventListener('click', share);
    $('play').addEventListener('click', play);
    $('zoom-in').addEventListener('click', () => zoomBy(1));
    $('zoom-out').addEventListener('click', () => zoomBy(-1));
    $('zoom-fit').addEventListener('click', fit);
    $('hist').addEventListener('dblclick', () => set('cmd', { data: { do: 'whole', n: ++order } }));
    new MutationObserver(() => { document.title = $('sentence').textContent + ' · Conflict Timeline'; }).observe($('sentence'), { childList: true, characterData: true, subtree: true });
    if (innerWidth < 760 || $('map').clientHeight < 380) $('legend').open = false;   // it would cover what it explains
    $('legend').addEventListener('toggle', placeBadges);
    open();
    news(); setInterval(news, 3000);
    document.addEventListener('visibilitychange', () => { if (!document.hidden) news(); });
  }
  const ready = setInterval(() => { if (window.dash_clientside && dash_clientside.set_props && $('card') && $('badges')) { clearInterval(ready); start(); } }, 20);
})();
