import { createRouter, createWebHashHistory } from 'vue-router'

/** The pages. What follows the hash is never sent to a server, and a reload finds its page again in the window too. */
export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', name: 'home', component: () => import('./features/home/HomePage.vue') },
    { path: '/data', name: 'data', component: () => import('./features/data/DataPage.vue') },
    { path: '/train/:runId?', name: 'train', component: () => import('./features/train/TrainPage.vue') },
    { path: '/evaluate/:runId?', name: 'evaluate', component: () => import('./features/evaluate/EvaluatePage.vue') },
    {
      path: '/trials/:runId?/:evaluationId?',
      name: 'trials',
      component: () => import('./features/trials/TrialsPage.vue'),
    },
    {
      path: '/embeddings/:runId?',
      name: 'embeddings',
      component: () => import('./features/embeddings/EmbeddingsPage.vue'),
    },
    { path: '/export/:runId?', name: 'export', component: () => import('./features/export/ExportPage.vue') },
    { path: '/runs', name: 'runs', component: () => import('./features/runs/RunsPage.vue') },
    { path: '/:rest(.*)*', redirect: { name: 'home' } },
  ],
})
