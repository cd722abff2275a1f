import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../context';
import { refuseUnlessResponder } from '../../directory/refuse-unless-responder';
import { incidents } from '../incidents.collection';
import { addTask } from './add-task';
import { startPlaybook } from './start-playbook';
import {
  AddTaskInput,
  AddTaskPayload,
  AssignTaskInput,
  AssignTaskPayload,
  CompleteTaskInput,
  CompleteTaskPayload,
  SkipTaskInput,
  SkipTaskPayload,
  StartPlaybookInput,
  StartPlaybookPayload,
  TakeTaskInput,
  TakeTaskPayload,
} from './task.input.type';
import { tasks } from './tasks.collection';
import { workOnTask, type Work } from './work-on-task';

const needs = 'Needs the role RESPONDER';
const byWhom = `${needs}, in the name of the incident's owner or a co-worker, or of whom the task is assigned to.`;

@Resolver()
export class TaskWritingResolver {
  @Mutation(() => StartPlaybookPayload, {
    description: `Makes a task of each step of a playbook that is to be done or decided. Started again on the same incident, nothing is made. ${needs}, in the name of the incident's owner or a co-worker.`,
  })
  async startPlaybook(
    @Arg('input', () => StartPlaybookInput, { description: 'The playbook.' }) input: StartPlaybookInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessResponder(context.viewer, 'Working on incidents');
    const { id, created } = await context.write((db) => startPlaybook(db, input, context.viewer, context.now()));
    return { incident: await context.byId(incidents, id), created };
  }

  @Mutation(() => AddTaskPayload, {
    description: `Adds a task to an incident. ${needs}, in the name of its owner or a co-worker.`,
  })
  async addTask(
    @Arg('input', () => AddTaskInput, { description: 'The task.' }) input: AddTaskInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessResponder(context.viewer, 'Working on incidents');
    const id = await context.write((db) => addTask(db, input, context.viewer, context.now()));
    return { task: await context.byId(tasks, id) };
  }

  @Mutation(() => TakeTaskPayload, { description: `Takes up a task: it is in progress. ${byWhom}` })
  takeTask(
    @Arg('input', () => TakeTaskInput, { description: 'The task.' }) input: TakeTaskInput,
    @Ctx() context: Context,
  ) {
    return this.work(context, { act: 'take', ...input });
  }

  @Mutation(() => CompleteTaskPayload, {
    description: `Completes a task: what waited for it begins; of a decision on the way of its outcome, the other ways are not taken. ${byWhom}`,
  })
  completeTask(
    @Arg('input', () => CompleteTaskInput, { description: 'The task.' }) input: CompleteTaskInput,
    @Ctx() context: Context,
  ) {
    return this.work(context, { act: 'complete', ...input });
  }

  @Mutation(() => SkipTaskPayload, {
    description: `Leaves a task undone, with a reason: what waited for it begins. A decision is not skipped. ${byWhom}`,
  })
  skipTask(
    @Arg('input', () => SkipTaskInput, { description: 'The task.' }) input: SkipTaskInput,
    @Ctx() context: Context,
  ) {
    return this.work(context, { act: 'skip', ...input, note: input.reason });
  }

  @Mutation(() => AssignTaskPayload, {
    description: `Gives a task to an organization that is named on the incident. ${needs}, in the name of the incident's owner or a co-worker.`,
  })
  assignTask(
    @Arg('input', () => AssignTaskInput, { description: 'The task.' }) input: AssignTaskInput,
    @Ctx() context: Context,
  ) {
    return this.work(context, { act: 'assign', ...input });
  }

  private async work(context: Context, work: Work) {
    refuseUnlessResponder(context.viewer, 'Working on incidents');
    const id = await context.write((db) => workOnTask(db, work, context.viewer, context.now()));
    return { task: await context.byId(tasks, id) };
  }
}
